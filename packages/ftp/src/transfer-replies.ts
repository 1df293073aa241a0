import type { Reply, Script } from '@linewire/wire'
import type { LookAhead } from './look-ahead.ts'
import { reply } from './reply.ts'
import type { TransferTalk } from './transfer.ts'

/** Reads the replies to a transfer piece by piece, for a script that has more to look at than those. */
export class TransferReplies {
  readonly #io: TransferTalk
  readonly #ahead: LookAhead
  #reading: Script<Reply> | undefined
  #begun = false
  #final = false
  /** NOOPs that have no reply */
  #beats = 0

  constructor(io: TransferTalk, ahead: LookAhead) {
    this.#io = io
    this.#ahead = ahead
  }

  /** The next reply, as far as all of it is there. That to an EPSV sent ahead is none of them. */
  poll(): Reply | undefined {
    for (;;) {
      this.#reading ??= reply(this.#io)
      const step = this.#reading.next()
      if (!step.done) return undefined
      this.#reading = undefined
      if (this.#isOther(step.value)) continue
      this.#final = step.value.code >= 200
      this.#begun ||= !this.#final
      return step.value
    }
  }

  *next(): Script<Reply> {
    for (;;) {
      const said = this.poll()
      if (said) return said
      yield
    }
  }

  /** Says NOOP beside the transfer, when it is on. */
  beat(): void {
    if (!this.#begun || this.#final) return
    this.#beats++
    this.#io.interrupt('NOOP')
  }

  /** What else was said is passed over with the transfer. */
  forgetOthers(): void {
    this.#beats = 0
    this.#ahead.owed = false
    this.#final = true
  }

  /**
   * What is owed behind the transfer, and what is there of a final reply that was given twice. How many NOOPs have a reply
   * nobody knows: Pure-FTPd refuses all that have come together as one. PWD is asked behind them, whose 257 is the last.
   */
  *settle(): Script<void> {
    let asked = false
    let answered = false
    for (;;) {
      for (let said = this.poll(); said; said = this.poll()) {
        // what else refuses it is no reply to NOOP
        answered ||= asked && (said.code === 257 || said.code > 503)
      }
      if (answered) this.#beats = 0
      if (!this.#ahead.owed && (asked ? answered : this.#beats === 0)) return
      this.#io.owed = true
      if (!asked && !this.#ahead.owed) {
        asked = true
        this.#io.interrupt('PWD')
      }
      yield
    }
  }

  #isOther(said: Reply): boolean {
    if (this.#ahead.owed && this.#isAhead(said)) return true
    if (this.#beats === 0 || !this.#isBeat(said)) return false
    this.#beats--
    return true
  }

  #isAhead(said: Reply): boolean {
    const early = !this.#final
    // Pure-FTPd knows no command but ABOR while a transfer is on
    if (said.code !== 229 && early && !(this.#begun && isUnknown(said))) return false
    if (said.code < 200) return false
    // "some buggy servers send several 226", and EPSV is never answered so
    if (said.code !== 226 && said.code !== 250) this.#ahead.heard(said, early)
    return true
  }

  #isBeat(said: Reply): boolean {
    return this.#begun && (said.code === 200 || isUnknown(said))
  }
}

const isUnknown = ({ code }: Reply): boolean => code >= 500 && code <= 503
