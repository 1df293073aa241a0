import { channel } from 'node:diagnostics_channel'
import { printable } from './errors.ts'
import type { Secrets } from './secrets.ts'
import { decode } from './text.ts'

/** One thing that happened on a connection. Secrets never reach it: the command says what is secret. */
export type TraceEvent =
  | ({ readonly kind: 'connect'; readonly connection: number; readonly error?: unknown } & ConnectFacts)
  | { readonly kind: 'line'; readonly connection: number; readonly from: 'client' | 'server'; readonly text: string }
  | ({ readonly kind: 'exchange'; readonly connection: number; readonly error?: unknown } & ExchangeFacts)
  /** `error`: why, unless this client just left */
  | ({ readonly kind: 'close'; readonly connection: number; readonly error?: unknown } & Octets)

/** What is known of a connection when it is made, or when making it has failed: then nothing more is told of it. */
export interface ConnectFacts {
  /** as it was asked for: a name, an address, the path of a unix socket */
  readonly host: string
  /** undefined for a unix socket */
  readonly port: number | undefined
  /** `ftp`, `nntp`, `smtp`, `lmtp`, `pop3`, `imap`; undefined when the client does not say what it speaks */
  readonly protocol?: string | undefined
  /** whether TLS protects it from the first octet; STARTTLS comes later, as an exchange */
  readonly secure: boolean
  /** milliseconds of name lookup, proxy, TCP and TLS together; about 0 for a transport of your own */
  readonly duration: number
}

/** What went over a connection, in the protocol's own octets: without TLS, before they are deflated. */
export interface Octets {
  /** octets that we sent */
  readonly sent: number
  /** octets that the server sent */
  readonly received: number
}

/**
 * What is known of a command when its reply is in, or when the connection is lost before. `sent` is its line and
 * whatever went out behind it, `received` all that was read since the end of the reply before. A body that is streamed
 * behind the reply is in the totals at the close, and in no exchange; FTP's data connections are in neither.
 */
export interface ExchangeFacts extends Octets {
  /** the command as messages name it, `RETR 7`: of a secret one the verb alone; `greeting` for the first reply */
  readonly verb: string
  /** milliseconds from the write to the end of the reply */
  readonly duration: number
}

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

  /** Whether somebody wants to know how long connecting took: Node loads a module of its own for the clock. */
  static wantsConnects(listener: TraceListener | undefined): boolean {
    return listener !== undefined || channels.connect.hasSubscribers
  }

  /** Whether somebody listens: ask before you format anything. */
  get wantsLines(): boolean {
    return this.#listener !== undefined || channels.line.hasSubscribers
  }

  get wantsExchanges(): boolean {
    return this.#listener !== undefined || channels.exchange.hasSubscribers
  }

  connect(facts: ConnectFacts, error?: unknown): void {
    this.#publish({ kind: 'connect', connection: this.#connection, ...facts, ...failure(error) })
  }

  /** A line that we send. Of a secret one the verb alone is shown, of what follows it in the same command nothing is. */
  sent(line: string | Uint8Array, secret: boolean | 'later'): void {
    const text = typeof line === 'string' ? line : decode(Buffer.from(line))
    this.#publish({
      kind: 'line',
      connection: this.#connection,
      from: 'client',
      text: secret ? verbAlone(text, secret === 'later') : text,
    })
  }

  /** A line of the server's. While a secret command is on the wire its status alone is shown: some repeat what they were sent. */
  received(line: Buffer, secrets: readonly Secrets[]): void {
    const text = printable(decode(line.length > 1024 ? line.subarray(0, 1024) : line))
    const shown = secrets.length === 0 ? text : secrets.reduce((rest, one) => one.scrub(rest), statusAlone(text))
    this.#publish({ kind: 'line', connection: this.#connection, from: 'server', text: shown })
  }

  exchange(facts: ExchangeFacts, error: unknown): void {
    this.#publish({ kind: 'exchange', connection: this.#connection, ...facts, ...failure(error) })
  }

  close(octets: Octets, error: unknown): void {
    this.#publish({ kind: 'close', connection: this.#connection, ...octets, ...failure(error) })
  }

  #publish(event: TraceEvent): void {
    try {
      this.#listener?.(event)
    } catch (error) {
      // the conversation goes on, and the fault is told as those of diagnostics_channel's subscribers are
      queueMicrotask(() => {
        throw error
      })
    }
    const to = channels[event.kind]
    if (to.hasSubscribers) to.publish(event)
  }
}

function failure(error: unknown): { error?: unknown } {
  return error === undefined ? {} : { error }
}

function verbAlone(text: string, later: boolean): string {
  const space = text.indexOf(' ')
  if (space < 0) return later ? '…' : text
  return `${text.slice(0, space)} …`
}

/** `535 …`, `-ERR …`, `A12 …`: nothing that is longer than a status. */
function statusAlone(text: string): string {
  const status = /^(?:\d{3}(?=[ -]|$)|A\d+(?= )|[-+*]?[A-Za-z0-9]{0,4}(?= |$))/.exec(text)?.[0] ?? ''
  return status === text ? text : `${status} …`.trim()
}
