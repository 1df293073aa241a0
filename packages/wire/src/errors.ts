const brand: unique symbol = Symbol.for('linewire.error') as never

/**
 * Every error of linewire. `code` is a string, like that of Node's own errors.
 *
 * Packages version independently, so two copies of wire can meet in one process: `instanceof` looks at a brand
 * (`Symbol.for`), not at the identity of the class.
 */
export class WireError extends Error {
  static readonly kind: string = 'WireError'
  readonly code: string

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.name = new.target.kind
    const kinds: string[] = []
    for (let c: typeof WireError = new.target; c.kind !== undefined; c = Object.getPrototypeOf(c)) {
      if (Object.hasOwn(c, 'kind')) kinds.push(c.kind)
    }
    Object.defineProperty(this, brand, { value: kinds })
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // a subclass without a kind of its own is an ordinary class
    if (!Object.hasOwn(this, 'kind')) return Function.prototype[Symbol.hasInstance].call(this, value)
    if (typeof value !== 'object' || value === null) return false
    const kinds = (value as { readonly [brand]?: readonly string[] })[brand]
    return kinds?.includes(this.kind) ?? false
  }
}

/** What a server said when it declined. */
export interface Refusal {
  /** `RETR 7`; for a secret command its verb alone */
  command: string
  /** `550`, `-ERR`, `NO` … as the protocol spells it */
  code: string
  /** the server's own words */
  text: string
  /** the enhanced status code (RFC 3463) or the bracketed response code (RFC 2449 §8, 9051 §7.1) */
  responseCode?: string | undefined
  /** whether the same command may succeed later */
  transient?: boolean | undefined
}

/** The server declined. Only this command failed; the connection lives on. */
export class ReplyError extends WireError {
  /** @internal */
  static override readonly kind: string = 'ReplyError'
  /** `RETR 7`; for a secret command its verb alone */
  readonly command: string
  /** `RETR` */
  readonly verb: string
  readonly text: string
  readonly responseCode: string | undefined
  readonly transient: boolean

  constructor(refusal: Refusal, options?: ErrorOptions) {
    const text = printable(refusal.text)
    super(`${refusal.command}: ${[refusal.code, text].filter(Boolean).join(' ')}`, refusal.code, options)
    this.command = refusal.command
    this.verb = verbOf(refusal.command)
    this.text = text
    this.responseCode = refusal.responseCode
    this.transient = refusal.transient ?? false
  }
}

/** The server refused the credentials, or none of its mechanisms may be used. The text says which. */
export class AuthError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'AuthError'
}

/** The peer's octets make no sense: neither side knows any longer what belongs to what. The connection is closed. */
export class ProtocolError extends WireError {
  /** @internal */
  static override readonly kind: string = 'ProtocolError'
  constructor(message: string, options?: ErrorOptions) {
    super(message, 'ERR_PROTOCOL', options)
  }
}

/** The connection could not be made, or is gone. `code` is Node's where it has one (`ECONNREFUSED`). */
export class ConnectionError extends WireError {
  /** @internal */
  static override readonly kind: string = 'ConnectionError'
  constructor(message: string, code = 'ERR_CONNECTION', options?: ErrorOptions) {
    super(message, code, options)
  }
}

/** The peer owed us an answer and did not give it in time. The connection is closed. */
export class TimeoutError extends WireError {
  /** @internal */
  static override readonly kind: string = 'TimeoutError'
  constructor(message: string, options?: ErrorOptions) {
    super(message, 'ERR_TIMEOUT', options)
  }
}

/** The peer sent more than a limit allows. The message names the limit. The connection is closed. */
export class LimitError extends WireError {
  /** @internal */
  static override readonly kind: string = 'LimitError'
  constructor(message: string) {
    super(message, 'ERR_LIMIT')
  }
}

/** The TLS handshake failed, or the certificate does not fit. `code` is Node's. */
export class TlsError extends WireError {
  /** @internal */
  static override readonly kind: string = 'TlsError'
  constructor(message: string, code = 'ERR_TLS', options?: ErrorOptions) {
    super(message, code, options)
  }
}

/** An argument of yours cannot be sent. Nothing was written. */
export class ArgumentError extends WireError {
  /** @internal */
  static override readonly kind: string = 'ArgumentError'
  constructor(message: string) {
    super(message, 'ERR_ARGUMENT')
  }
}

/** The first word of a command. */
export function verbOf(line: string): string {
  return /^\S*/.exec(line)![0].toUpperCase()
}

/** A server's text is a stranger's: control octets must not reach a terminal or a log. */
export function printable(text: string): string {
  return text.replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f]+/g, ' ').trim()
}

/** What went wrong, from whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** An unexpected octet string as it is shown in a message: quoted, and not too much of it. */
export function excerpt(line: string): string {
  // JSON leaves DEL and the C1 controls as they are, and 0x9b begins a command to a terminal
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line).replace(
    /[\x7f-\x9f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  )
}
