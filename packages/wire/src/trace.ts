import { channel } from 'node:diagnostics_channel'
import { printable } from './errors.ts'
import { decode } from './text.ts'

/** One thing that happened on a connection. Secrets never reach it: the command says what is secret. */
export type TraceEvent =
  | { readonly kind: 'connect'; readonly connection: number; readonly host: string; readonly port: number | undefined }
  | { readonly kind: 'line'; readonly connection: number; readonly from: 'client' | 'server'; readonly text: string }
  | {
      readonly kind: 'exchange'
      readonly connection: number
      readonly verb: string
      /** milliseconds from the write to the end of the reply */
      readonly duration: number
      readonly error?: unknown
    }
  | { readonly kind: 'close'; readonly connection: number; readonly error?: unknown }

export type TraceListener = (event: TraceEvent) => void

// Subscribe with node:diagnostics_channel; without a subscriber they cost one comparison.
const channels = {
  connect: channel('linewire:connect'),
  line: channel('linewire:line'),
  exchange: channel('linewire:exchange'),
  close: channel('linewire:close'),
}

let connections = 0

/** The trace of one connection. */
export class Trace {
  readonly #connection = ++connections
  readonly #listener: TraceListener | undefined

  constructor(listener?: TraceListener) {
    this.#listener = listener
  }

  /** Whether somebody listens: ask before you format anything. */
  get wantsLines(): boolean {
    return this.#listener !== undefined || channels.line.hasSubscribers
  }

  get wantsExchanges(): boolean {
    return this.#listener !== undefined || channels.exchange.hasSubscribers
  }

  connect(host: string, port: number | undefined): void {
    this.#publish({ kind: 'connect', connection: this.#connection, host, port })
  }

  sent(line: string | Uint8Array, secret: boolean): void {
    const text = typeof line === 'string' ? line : decode(Buffer.from(line))
    this.#publish({ kind: 'line', connection: this.#connection, from: 'client', text: secret ? hide(text) : text })
  }

  received(line: Buffer, secret: boolean): void {
    const text = printable(decode(line.length > 1024 ? line.subarray(0, 1024) : line))
    this.#publish({ kind: 'line', connection: this.#connection, from: 'server', text: secret ? hide(text) : text })
  }

  exchange(verb: string, duration: number, error: unknown): void {
    this.#publish({
      kind: 'exchange',
      connection: this.#connection,
      verb,
      duration,
      ...(error === undefined ? {} : { error }),
    })
  }

  close(error: unknown): void {
    this.#publish({ kind: 'close', connection: this.#connection, ...(error === undefined ? {} : { error }) })
  }

  #publish(event: TraceEvent): void {
    this.#listener?.(event)
    const to = channels[event.kind]
    if (to.hasSubscribers) to.publish(event)
  }
}

/** The verb alone. A server's line keeps its status word: an odd server repeats what it was sent. */
function hide(text: string): string {
  const space = text.indexOf(' ')
  return space < 0 ? text : `${text.slice(0, space)} …`
}
