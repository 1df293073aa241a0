import { Buffer } from 'node:buffer'
import type { Address, Email } from 'postal-mime'
import { type ContentSource, contentOf, isPath } from './content-source.ts'
import { ParseError } from './errors.ts'
import { type HeaderField, ParsedHeaders } from './parsed-headers.ts'

export interface ParsedAddress {
  /** Display name, '' when there is none. */
  readonly name: string
  readonly address: string
}

export interface ParsedAttachment {
  readonly filename: string | undefined
  /** Lower case, without parameters. */
  readonly contentType: string
  readonly disposition: string | undefined
  /** Content-ID without angle brackets. */
  readonly cid: string | undefined
  /** Decoded octets. */
  readonly content: Uint8Array
}

/** What a message says. What it does not say is undefined or an empty list. */
export interface ParsedMessage {
  readonly subject: string | undefined
  readonly from: ParsedAddress | undefined
  readonly sender: ParsedAddress | undefined
  readonly replyTo: ParsedAddress[]
  /** Groups are given by their members. */
  readonly to: ParsedAddress[]
  readonly cc: ParsedAddress[]
  readonly bcc: ParsedAddress[]
  /** Undefined also when the Date field cannot be read. */
  readonly date: Date | undefined
  /** With angle brackets, as in the header. */
  readonly messageId: string | undefined
  readonly inReplyTo: string | undefined
  readonly references: string[]
  /** Lines end in '\n'. */
  readonly text: string | undefined
  /** Lines end in '\n'. Not sanitised: treat it as hostile. */
  readonly html: string | undefined
  readonly headers: ParsedHeaders
  readonly attachments: ParsedAttachment[]
  /** Sentences about what had to be left out. Empty for all but hostile messages. */
  readonly defects: string[]
}

/** Where a message comes from. A string is taken as UTF-8. */
export type ParseSource = Exclude<ContentSource, { readonly path: string }>

export interface ParseOptions {
  /** Octets; larger messages are refused. Default 256 MiB. */
  readonly maxSize?: number
  /** Levels of multipart. Beyond it only the header is given. Default 256. */
  readonly maxDepth?: number
  /** Octets of all headers together. Beyond it only what fits of the top header is given. Default 2 MiB. */
  readonly maxHeaderSize?: number
}

const MAX_SIZE = 256 * 1024 * 1024
const MAX_DEPTH = 256
const MAX_HEADER_SIZE = 2 * 1024 * 1024

/**
 * Reads a message (RFC 5322, MIME) into memory and takes it apart. A malformed message gives what can be read of it.
 *
 * @example
 * const message = await parse(await pop.retr(1))
 * console.log(message.subject, message.text)
 *
 * @throws {ParseError} when the message is longer than `maxSize`; an error of the source is passed on
 * @throws {TypeError} when the source is no string, octets, Blob or stream
 */
export const parse = async (source: ParseSource, options: ParseOptions = {}): Promise<ParsedMessage> => {
  const { maxSize = MAX_SIZE, maxDepth = MAX_DEPTH, maxHeaderSize = MAX_HEADER_SIZE } = options
  const octets = await collect(source, maxSize)
  const { default: PostalMime, decodeWords } = await import('postal-mime')
  const limits = { maxNestingDepth: maxDepth, maxHeadersSize: maxHeaderSize }
  try {
    return shape(await PostalMime.parse(octets, limits), decodeWords, [])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const email = await PostalMime.parse(headerAlone(octets, maxHeaderSize))
    return shape({ ...email, attachments: [] }, decodeWords, [`only the header was read: ${reason}`])
  }
}

const collect = async (source: ParseSource, limit: number): Promise<Buffer> => {
  const refuse = (reason: string): Error => new TypeError(`the message to parse: ${reason}`)
  // a path could come from outside in the place of a message: whoever means a file opens it
  if (isPath(source)) throw refuse('open the file and give its stream')
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of contentOf(source, refuse).open()) {
    size += chunk.length
    if (size > limit) throw new ParseError(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The top header without its Content-… fields' consequences: there is no body, and no line is cut. */
const headerAlone = (octets: Buffer, limit: number): Buffer => {
  const blank = /\r?\n\r?\n/.exec(octets.toString('latin1', 0, limit))
  const whole = blank ? blank.index : octets.subarray(0, limit).lastIndexOf(0x0a)
  return octets.subarray(0, Math.max(whole, 0))
}

const shape = (email: Email, decode: (text: string) => string, defects: string[]): ParsedMessage => {
  const date = new Date(email.date ?? '')
  const fields = email.headers.map(
    (one): HeaderField => ({ name: one.originalKey, value: decode(one.value), raw: one.value }),
  )
  return {
    subject: email.subject,
    from: flat(email.from)[0],
    sender: flat(email.sender)[0],
    replyTo: flat(email.replyTo),
    to: flat(email.to),
    cc: flat(email.cc),
    bcc: flat(email.bcc),
    date: Number.isNaN(date.getTime()) ? undefined : date,
    messageId: email.messageId,
    inReplyTo: email.inReplyTo,
    references: email.references?.match(/<[^<>\s]+>/g) ?? [],
    text: email.text?.replace(/\r\n?/g, '\n'),
    html: email.html?.replace(/\r\n?/g, '\n'),
    headers: new ParsedHeaders(fields),
    attachments: email.attachments.map((one) => ({
      filename: one.filename ?? undefined,
      contentType: one.mimeType,
      disposition: one.disposition ?? undefined,
      cid: one.contentId?.trim().replace(/^<(.*)>$/, '$1'),
      content: typeof one.content === 'string' ? Buffer.from(one.content) : new Uint8Array(one.content),
    })),
    defects,
  }
}

const flat = (addresses: Address | Address[] | undefined): ParsedAddress[] =>
  [addresses ?? []].flat().flatMap((one) => (one.group ?? [one]).map(({ name, address }) => ({ name, address })))
