import type { ChannelBindingType } from './channel-binding.ts'

/** What a transport tells the engine. */
export interface TransportEvents {
  /** The chunk may be written to. `true`: nobody keeps a view on it, and its memory may be used again. */
  data(chunk: Buffer): boolean | void
  /** Where the next octets may be put, when there is a place for them; they are told by data() wherever they are. */
  memory?(): Buffer | undefined
  /** what was written has gone out; only after write() gave false */
  drain(): void
  /** the peer sends no more */
  end(): void
  /** gone, with the reason when it broke */
  close(error?: Error): void
}

/** From when the peer is asked on, for its goodbye may come with its consent. */
export interface Clearing {
  /** Both sides agree: resolves when the connection is in clear. */
  done(): Promise<void>
  /** The peer declines: all stays as it was. */
  cancel(): void
}

/** A connection, as little of it as the engine needs: a socket, TLS, memory, or yours. */
export interface Transport {
  /** whether TLS protects it */
  readonly secure: boolean
  /** where the peer is, when that is known: an IP address or a path */
  readonly remoteAddress?: string | undefined
  readonly localAddress?: string | undefined
  /** the newest TLS session, to be resumed by another connection to the same host */
  readonly session?: Buffer | undefined
  /** the group in which TLS agreed on its keys, as OpenSSL calls it: `X25519` */
  readonly keyGroup?: string | undefined
  /**
   * The octets that tie a SASL exchange to this TLS connection; undefined where there are none of that type. RFC 5056.
   * A transport around another one passes it on.
   */
  channelBinding?(type: ChannelBindingType): Buffer | undefined
  /** Whether the process waits for it. */
  ref?(): void
  unref?(): void
  /** Called once, before anything else. */
  start(events: TransportEvents): void
  /** Sends octets, or text as UTF-8. False: wait for drain before you send much more. */
  write(data: string | Uint8Array): boolean
  /** octets that it holds yet; where that is not known, what is written must not be changed */
  readonly unsent?: number | undefined
  pause(): void
  resume(): void
  /** Puts TLS on it and checks the certificate. Rejects with a TlsError. */
  upgrade(): Promise<void>
  /** Is about to take TLS off again, which upgrade() has put on: FTP's CCC. RFC 4217 §6. Throws a TlsError if it cannot. */
  clear?(): Clearing
  /** Sends what is written, says goodbye to TLS, and goes. */
  end(): void
  /** Goes at once. */
  destroy(): void
}
