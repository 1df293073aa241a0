import type { Beside, Body, Exchange, Framing, Input, Output, Script, Talk } from '@linewire/wire'
import type { Router } from './by-tag.ts'
import type { ImapOrder, ImapTalk } from './command.ts'
import type { Continue, Response, Tagged } from './response/response.ts'

/** What a command that talks back may use: the engine's side of it, and responses instead of octets. */
export class Conversation implements ImapTalk {
  readonly name: string
  readonly input: Input
  readonly output: Output
  readonly #talk: Talk & Beside
  readonly #exchange: Exchange<ImapOrder>
  readonly #router: Router
  #first: Response | undefined

  constructor(talk: Talk & Beside, exchange: Exchange<ImapOrder>, router: Router, first: Response) {
    this.#talk = talk
    this.#exchange = exchange
    this.#router = router
    this.#first = first
    this.name = talk.name
    this.input = talk.input
    this.output = talk.output
  }

  get signal(): AbortSignal {
    return this.#talk.signal
  }

  *next(): Script<Response> {
    const first = this.#first
    this.#first = undefined
    return first ?? (yield* this.#router.next())
  }

  *answer(): Script<Continue | Tagged> {
    for (;;) {
      const response = yield* this.next()
      if (response.kind === 'continue') return response
      if (response.kind === 'tagged') return this.#router.mine(this.#exchange, response)
      this.#router.untagged(response)
    }
  }

  body(framing: Framing): Body {
    return this.#talk.body(framing)
  }

  release(): void {
    this.#talk.release()
  }

  upgrade(): Promise<void> {
    return this.#talk.upgrade()
  }

  compress(): Promise<void> {
    return this.#talk.compress()
  }

  wake(): void {
    this.#talk.wake()
  }
}
