import type { Body } from './body.ts'
import type { Engine } from './engine.ts'
import type { Input } from './input.ts'
import type { Framing, Script } from './script.ts'

/** May others overlap it? `free`: yes. `last`: it goes behind others, nothing goes behind it. `alone`: neither. */
export type Turn = 'free' | 'last' | 'alone'

/** What the engine must know of a command to send it. */
export interface Order {
  /** without CR LF; undefined when nothing is sent (the greeting) */
  readonly line: string | Uint8Array | undefined
  /** how messages name it, when its line does not say what it is for: FTP's `RETR a` begins with EPSV */
  readonly name?: string
  readonly turn?: Turn
  /** the trace shows the verb only */
  readonly secret?: boolean
  /** milliseconds that its reply may take, when not the connection's `timeout.reply`; 0: no limit */
  readonly timeout?: number
  /** What goes out right behind the line, before any other command: a BDAT chunk, a literal, an article. */
  follow?(output: Output): void | Promise<void>
}

/** A command of a protocol whose replies come in the order of its commands. */
export interface Command<T> extends Order {
  /** Reads its own reply: returns the value, or throws ReplyError when the server declined. */
  talk(io: Talk & Beside): Script<T>
}

/** What a conversation may use. */
export interface Talk {
  /** the command as messages name it: `RETR 7`; for a secret command its verb alone */
  readonly name: string
  readonly input: Input
  readonly output: Output
  /** aborted when the caller aborts this command or the connection goes: for whatever slow thing the script began */
  readonly signal: AbortSignal
  /** Hands out a body: nothing behind it is parsed until it ends. */
  body(framing: Framing): Body
  /** Puts TLS on the transport; see startTls() for the whole step. */
  upgrade(): Promise<void>
  /** Compresses both ways, from the octet behind the go-ahead on. RFC 4978 §3, 8054 §2.2.2 */
  compress(): Promise<void>
  /** All of this command is written: others may go behind it from now on, though its turn was `last` or `alone`. */
  release(): void
}

/** For a script that waits for octets and, at the same time, for something beside its connection: FTP's data. */
export interface Beside {
  /** whether the server owes us something; false while it is our turn (a slow reader, a slow source): its clock stands still */
  owed: boolean
  /** performance.now() of when the server was last heard of beside its connection; 0 unless told */
  heardAt: number
  /** whether other commands wait behind this one */
  readonly contended: boolean
  /** Goes on with a script that has yielded for octets: what it waits for beside them has happened. */
  wake(): void
  /** One more line, though the server may be speaking: ABOR. */
  interrupt(line: string): void
}

/**
 * What a script says. Where replies come in order, a server that has said more than was read has answered what it was not
 * asked: a ConnectionError.
 */
export interface Output {
  /** One more line of the same command, as its first one was sent: checked, traced, with CR LF. */
  line(text: string): void
  write(data: string | Uint8Array): void
  /** Sends a whole source with backpressure; resolves with its octets. Aborting it ends the connection. */
  send(source: AsyncIterable<Uint8Array>, onProgress?: (octets: number) => void): Promise<number>
}

/** A command on its way. */
export interface Exchange<C extends Order = Order> {
  readonly id: number
  readonly command: C
  /** the command as messages name it: `RETR 7`; for a secret command its verb alone */
  readonly name: string
  readonly signal: AbortSignal | undefined
  /** its caller has left: the reply is read and dropped */
  abandoned: boolean
  /** whether the server owes it something; false while it is our turn */
  owed: boolean
  /** performance.now() of when the server was last heard of beside its connection */
  heardAt: number
}

/** How replies find their command: a script that never ends. */
export type Route<C extends Order> = (engine: Engine<C>) => Script<never>
