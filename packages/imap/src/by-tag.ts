import {
  decode,
  type Engine,
  type Exchange,
  excerpt,
  messageOf,
  ProtocolError,
  ReplyError,
  type Route,
  type Script,
} from '@linewire/wire'
import type { Ending, ImapOrder, Untagged } from './command.ts'
import { Conversation } from './conversation.ts'
import { Framer, type LiteralLimits } from './framer.ts'
import { goodbye } from './goodbye.ts'
import { accepted } from './reply.ts'
import { ParseError } from './response/parse-error.ts'
import { parseResponse, type Response, type Tagged } from './response/response.ts'
import type { Segments } from './response/segments.ts'
import type { State } from './state.ts'
import { type Unreadable, unreadable } from './unreadable.ts'

/** `A7 ` goes before the command that is the seventh. RFC 9051 §2.2.1 */
export function tagOf(exchange: Pick<Exchange, 'id'>): string {
  return `A${exchange.id}`
}

/**
 * How IMAP's replies find their command: a tagged one by its tag; untagged data goes to the state, and to the command
 * that asked for it, which its UID, mailbox or items tell and never its order. RFC 9051 §5.5, §7
 */
export const byTag =
  (state: State, limits: LiteralLimits): Route<ImapOrder> =>
  (engine) =>
    new Router(engine, state, limits).script()

class Router {
  readonly #engine: Engine<ImapOrder>
  readonly #state: State
  readonly #framer: Framer
  /** commands that miss some of their data, for it could not be read */
  readonly #faults = new WeakMap<Exchange<ImapOrder>, Error>()

  constructor(engine: Engine<ImapOrder>, state: State, limits: LiteralLimits) {
    this.#engine = engine
    this.#state = state
    this.#framer = new Framer(engine, limits)
  }

  *script(): Script<never> {
    const { input } = this.#engine
    for (;;) {
      const first = input.line()
      if (first === undefined) {
        yield
        continue
      }
      const response = this.#parse(this.#framer.endsHere(first) ? first : yield* this.#framer.rest(first))
      if (response === undefined) continue
      const head = this.#engine.head
      if (head?.command.talk) yield* this.#talk(head, response)
      else this.route(response)
    }
  }

  /** The next response that makes sense, for a command that talks back. */
  *next(): Script<Response> {
    for (;;) {
      const response = this.#parse(yield* this.#framer.read())
      if (response !== undefined) return response
    }
  }

  /** Tagged replies end their command, data goes where it belongs. A "+" that nobody waits for is passed over (MailKit#852). */
  route(response: Response): void {
    if (response.kind === 'tagged') this.#finish(this.#owner(response), response)
    else if (response.kind !== 'continue') this.untagged(response)
  }

  untagged(response: Untagged): void {
    const state = this.#state
    state.observe(response)
    if (response.kind === 'data' && response.type === 'FETCH') {
      if (!this.#claimed(response, 'FETCH')) state.selected?.changed(response)
      return
    }
    if (this.#claimed(response, response.kind === 'data' ? response.type : response.status)) return
    if (response.kind === 'status' && response.status === 'BYE') throw goodbye(response.text)
    state.selected?.observe(response)
  }

  /** The reply to `exchange`: another's would mean that we no longer understand each other. */
  mine(exchange: Exchange<ImapOrder>, tagged: Tagged): Tagged {
    if (tagged.tag === tagOf(exchange)) return tagged
    throw new ProtocolError(`${exchange.name}: the server answers the tag ${excerpt(tagged.tag)}, which is not its own`)
  }

  *#talk(exchange: Exchange<ImapOrder>, first: Response): Script<void> {
    const io = new Conversation(this.#engine.talk(exchange), exchange, this, first)
    let ending: Ending
    try {
      ending = yield* exchange.command.talk!(io)
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error
      this.#engine.decline(exchange, error)
      return
    }
    this.#finish(exchange, ending)
  }

  #finish(exchange: Exchange<ImapOrder>, ending: Ending): void {
    this.#state.observe(ending)
    const fault = this.#faults.get(exchange)
    try {
      accepted(exchange.name, ending)
      if (fault) throw fault
      this.#engine.settle(exchange, exchange.command.done(ending))
    } catch (error) {
      // what a command makes of its data is its own affair; that the two sides no longer agree is everybody's
      if (error !== fault && error instanceof ProtocolError) throw error
      this.#engine.decline(exchange, error)
    }
  }

  #owner(tagged: Tagged): Exchange<ImapOrder> {
    for (const exchange of this.#engine.sent()) if (tagOf(exchange) === tagged.tag) return exchange
    // a client that believes it would take one command's reply for another's
    throw new ProtocolError(
      `the server answers the tag ${excerpt(tagged.tag)}, which was not sent: ${excerpt(tagged.text)}`,
    )
  }

  #claimed(response: Untagged, type: string): boolean {
    const head = this.#engine.head
    if (head === undefined) return false
    if (this.#claims(head, response, type)) return true
    for (const exchange of this.#engine.sent()) {
      if (exchange !== head && this.#claims(exchange, response, type)) return true
    }
    return false
  }

  /** A command that cannot make sense of its own data fails, and no other does. */
  #claims(exchange: Exchange<ImapOrder>, response: Untagged, type: string): boolean {
    const { command } = exchange
    if (command.types?.includes(type) !== true) return false
    try {
      return command.claims?.(response, tagOf(exchange)) === true
    } catch (error) {
      const message = `${exchange.name}: the server's ${type} makes no sense: ${messageOf(error)}`
      this.#faults.set(exchange, new ProtocolError(message, { cause: error }))
      return true
    }
  }

  /** A response that follows no grammar is nobody's; whoever waited for one like it must hear that something is missing. */
  #parse(segments: Segments): Response | undefined {
    try {
      return parseResponse(segments)
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
      const found = unreadable(segments, error)
      if (found === undefined) {
        const line = Buffer.isBuffer(segments) ? segments : segments.pieces[0]!
        throw new ProtocolError(`expected a response of IMAP, got ${excerpt(decode(line))}`, { cause: error })
      }
      if ('kind' in found) return found
      this.#blame(found)
      return undefined
    }
  }

  #blame({ type, error }: Unreadable): void {
    for (const exchange of this.#engine.sent()) {
      if (!exchange.command.types?.includes(type)) continue
      const message = `${exchange.name}: the server's ${type} cannot be read: ${error.message}`
      this.#faults.set(exchange, new ProtocolError(message, { cause: error }))
      return
    }
  }
}

export type { Router }
