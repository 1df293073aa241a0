import type { AddressInput } from './address.ts'
import type { ContentSource } from './content-source.ts'
import type { ContentOptions, TransferEncoding } from './transfer-encoding.ts'

/** What `compose` makes a message of. Only `from` is required. */
export interface Message {
  /** Author or authors. RFC 5322 §3.6.2 */
  readonly from: AddressInput
  /** Who really sends it; required when there is more than one author. Becomes the envelope sender. */
  readonly sender?: AddressInput
  readonly to?: AddressInput
  readonly cc?: AddressInput
  /** In the envelope only, never in a header. */
  readonly bcc?: AddressInput
  readonly replyTo?: AddressInput
  readonly subject?: string
  /** Default: now. */
  readonly date?: Date
  /** The zone that Date is told in. Default 'local', as RFC 5322 §3.3 recommends; 'utc' does not tell where you are. */
  readonly zone?: 'local' | 'utc'
  /** Default `<uuid@domain-of-from>`. Angle brackets are added where they are missing. */
  readonly messageId?: string
  readonly inReplyTo?: string | readonly string[]
  readonly references?: string | readonly string[]
  readonly text?: string
  readonly html?: string
  readonly attachments?: readonly AttachmentInput[]
  /** Further fields: an object of name and value or values, or pairs in order. Values are text, encoded as Subject is. */
  readonly headers?: HeadersInput
}

export type HeadersInput =
  | Readonly<Record<string, string | readonly string[]>>
  | ReadonlyArray<readonly [name: string, value: string]>

export interface AttachmentInput {
  /** Default for `{ path }`: the last part of the path. */
  readonly filename?: string
  /** `type/subtype`, parameters allowed. Default: by the extension of `filename`, else application/octet-stream. */
  readonly contentType?: string
  readonly content: ContentSource
  /** Default 'inline' with a `cid`, else 'attachment'. */
  readonly disposition?: 'attachment' | 'inline'
  /** Content-ID without brackets: the HTML refers to it as `cid:…`. */
  readonly cid?: string
  /** Default: base64, or binary where the server takes it; 7bit or 8bit for message/… types. */
  readonly encoding?: TransferEncoding
}

/** A message ready to be sent, and to be sent again where `repeatable` is true. Nothing has been read yet. */
export interface ComposedMessage {
  /** Envelope sender, domain in A-labels. */
  readonly from: string
  /** Envelope recipients: to, cc and bcc, each address once. */
  readonly to: string[]
  readonly envelope: { readonly from: string; readonly to: string[] }
  /** With angle brackets. */
  readonly messageId: string
  /** False when an attachment is a stream: then `content`, `bytes` or `text` may be called once. */
  readonly repeatable: boolean
  /** True when an address has a local part outside ASCII: `content` then needs `utf8` (SMTPUTF8). */
  readonly needsUtf8: boolean
  /**
   * The message as octets, streamed; the same octets for the same options. RFC 5322, RFC 2045
   *
   * @throws {ComposeError} from the iterable, see README "Errors"
   */
  content(options?: Partial<ContentOptions>): AsyncIterable<Uint8Array>
  /** `content`, collected. */
  bytes(options?: Partial<ContentOptions>): Promise<Uint8Array>
  /** `content`, collected and read as UTF-8. */
  text(options?: Partial<ContentOptions>): Promise<string>
}
