import type { ChannelBinding } from './binding.ts'

/**
 * One authentication exchange, without a socket. RFC 4422
 *
 * The protocol carries the octets and owns everything about the way: base64, `=` for an empty initial response, `*` to cancel.
 * Where it cannot carry an initial response, it answers the server's first, empty challenge with it.
 * One object serves one exchange at a time; calling `initial` again starts over.
 */
export interface SaslMechanism {
  /** As registered with IANA: `SCRAM-SHA-256`. */
  readonly name: string
  /**
   * Why the server refused, in its own words, once it has said so in a challenge (the `status` of the OAuth mechanisms'
   * JSON, the `e=` of SCRAM). Untrusted, but without control characters and at most 200 characters long.
   */
  readonly status?: string | undefined
  /** After a refusal `initial` comes up with something else: a fresh token. Whoever has no other mechanism tries it once more. */
  readonly renews?: boolean | undefined
  /** The initial response, before base64. Absent when the server speaks first. Throws SaslError for credentials that cannot be sent. */
  initial?(): Uint8Array | Promise<Uint8Array>
  /**
   * The answer to one challenge, both before base64. Throws SaslError: the exchange is then cancelled with `*`; of an
   * `impostor` nothing more is asked, as behind finish().
   */
  next(challenge: Uint8Array): Uint8Array | Promise<Uint8Array>
  /**
   * Called when the server reports success, with the octets it sent along, if the protocol has a place for them.
   * Throws SaslError when the server has not proved itself (SCRAM): the connection must then not be used, and no other
   * mechanism tried on it.
   */
  finish?(data?: Uint8Array): void
}

const brand: unique symbol = Symbol.for('linewire.sasl-error') as never

/**
 * The exchange cannot go on: the message says why in a sentence a person can act on, and never carries a secret.
 * `instanceof` looks at a brand: a mechanism may come from another copy of wire than the client that runs it.
 */
export class SaslError extends Error {
  override readonly name: string = 'SaslError'
  readonly code = 'ERR_SASL' as const
  /** The server has not proved that it knows the password: nothing more is to be said to it, and the connection is closed. */
  readonly impostor: boolean
  readonly [brand] = true as const

  constructor(message: string, impostor = false) {
    super(message)
    this.impostor = impostor
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }
}

/** What a mechanism may need to know about the connection it speaks over. */
export interface SaslContext {
  host: string
  port: number
  /** The service name of the protocol as GSSAPI registers it: `imap`, `pop`, `smtp`, `nntp`. */
  service: string
  /** The connection is protected by TLS, or never leaves the machine. */
  secure: boolean
  /** A client certificate was given to TLS. */
  clientCertificate?: boolean
  /** What an exchange can be tied to, asked for when a mechanism could use it. Absent or undefined: nothing. RFC 5056 */
  channelBinding?: () => ChannelBinding | undefined
}

/** A password, or where to get it. The callback is called when the password is needed, and at most once. */
export type Password = string | (() => string | Promise<string>)

/** An OAuth 2.0 access token, or where to get it: `expired` is true when the token given before was not accepted. RFC 6750 */
export type Token = string | ((context: { expired: boolean }) => string | Promise<string>)

/** Who logs in, and how. `mechanisms` restricts what is tried and says in which order. */
export type Credentials =
  | { user: string; password: Password; authzid?: string; mechanisms?: readonly string[] }
  | { user: string; token: Token; mechanisms?: readonly string[] }
  | { mechanism: SaslMechanism }
