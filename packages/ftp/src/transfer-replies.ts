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

  /** What is owed behind the transfer, and what is there of a final reply that was given twice. */
  *settle(): Script<void> {
    for (;;) {
      while (this.poll() !== undefined);
      if (!this.#ahead.owed) return
      this.#io.owed = true
      yield
    }
  }

  #isOther(said: Reply): boolean {
    if (!this.#ahead.owed) return false
    const early = !this.#final
    if (said.code === 229) {
      this.#ahead.heard(said, early)
      return true
    }
    if (early) {
      // Pure-FTPd knows no command but ABOR while a transfer is on
      const unknown = this.#begun && said.code >= 500 && said.code <= 503
      if (unknown) this.#ahead.heard(said, early)
      return unknown
    }
    // "some buggy servers send several 226", and EPSV is never answered so
    if (said.code >= 200 && said.code !== 226 && said.code !== 250) this.#ahead.heard(said, early)
    return said.code >= 200
  }
}
