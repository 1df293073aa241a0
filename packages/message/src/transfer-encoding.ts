import { Buffer } from 'node:buffer'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ComposeError } from './errors.ts'

/** RFC 2045 §6; `binary` needs BINARYMIME (RFC 3030). */
export type TransferEncoding = '7bit' | '8bit' | 'binary' | 'quoted-printable' | 'base64'

/** What the way to the recipient carries, as the server's EHLO says it. All false is safe everywhere. */
export interface ContentOptions {
  /** 8BITMIME (RFC 6152): octets above 127 in bodies. */
  readonly eightBit: boolean
  /** BINARYMIME (RFC 3030): any octet, lines of any length; send with BDAT. */
  readonly binary: boolean
  /** SMTPUTF8 (RFC 6531): UTF-8 in headers and addresses. */
  readonly utf8: boolean
}

const MAX_LINE = 998
const CRLF = Buffer.from('\r\n')
const LF = CRLF.subarray(1)

/** Text for the wire: every CR LF, bare CR and bare LF is one CR LF. */
export const canonicalText = (text: string): Buffer => Buffer.from(text.replace(/\r\n?|\n/g, '\r\n'))

/** The plainest encoding that carries this text: 7bit, 8bit, else the shorter of quoted-printable and base64. */
export const encodingOfText = (octets: Uint8Array, options: ContentOptions): TransferEncoding => {
  let escaped = 0
  let column = 0
  let longest = 0
  let eight = false
  let nul = false
  for (const octet of octets) {
    column = octet === 0x0d || octet === 0x0a ? 0 : column + 1
    if (column > longest) longest = column
    if (octet > 0x7e || octet === 0x3d || (octet < 0x20 && octet !== 0x0d && octet !== 0x0a && octet !== 0x09))
      escaped++
    if (octet > 0x7f) eight = true
    if (octet === 0) nul = true
  }
  if (!nul && longest <= MAX_LINE && (!eight || options.eightBit)) return eight ? '8bit' : '7bit'
  // escapes take three octets; soft breaks come to 3 in 76, the line ends of base64 to 2 in 76
  const quotedPrintable = (octets.length + 2 * escaped) * (1 + 3 / 76)
  const base64 = ((octets.length * 4) / 3) * (1 + 2 / 76)
  return base64 < quotedPrintable ? 'base64' : 'quoted-printable'
}

/**
 * What an attachment is sent in: what was asked for where the way carries it, the nearest that it does carry
 * otherwise. A message/… part may only be sent as it is (RFC 2046 §5.2.1), so its octets decide: see `encode`.
 */
export const encodingOfAttachment = (
  asked: TransferEncoding | undefined,
  contentType: string,
  options: ContentOptions,
): TransferEncoding => {
  const asItIs = contentType.startsWith('message/') && (asked === undefined || asked === '8bit')
  if (asItIs) return options.eightBit ? '8bit' : '7bit'
  if (asked === '8bit') return options.eightBit ? '8bit' : 'quoted-printable'
  if (asked === undefined || asked === 'binary') return options.binary ? 'binary' : 'base64'
  return asked
}

/**
 * Encodes in constant memory.
 *
 * @throws {ComposeError} naming `field`, when 7bit or 8bit cannot carry an octet that comes along
 */
export async function* encode(
  source: AsyncIterable<Uint8Array>,
  encoding: TransferEncoding,
  field: string,
): AsyncGenerator<Uint8Array> {
  if (encoding === 'binary') yield* source
  else if (encoding === '7bit' || encoding === '8bit') yield* unencoded(source, encoding, field)
  else if (encoding === 'base64') yield* through(source, new (await import('libbase64')).Encoder())
  // binary: a CR or LF that is no line break is data and has to come back
  else yield* through(source, new (await import('libqp')).Encoder({ binary: true }))
}

async function* through(source: AsyncIterable<Uint8Array>, encoder: Transform): AsyncGenerator<Uint8Array> {
  const running = pipeline(Readable.from(source, { objectMode: false }), encoder)
  // the reader below gets the same error from the encoder; a reader that leaves early is no error
  running.catch(() => {})
  yield* encoder
}

/** Passes lines on as they are, with bare CR and bare LF as CR LF. RFC 2045 §2.7, §2.8 */
async function* unencoded(
  source: AsyncIterable<Uint8Array>,
  encoding: '7bit' | '8bit',
  field: string,
): AsyncGenerator<Uint8Array> {
  const highest = encoding === '7bit' ? 0x7f : 0xff
  let column = 0
  let afterCr = false
  for await (const chunk of source) {
    const out: Uint8Array[] = []
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      const octet = chunk[at]!
      const lineFeed = octet === 0x0a
      if (lineFeed !== afterCr) {
        // a CR without its LF, or an LF without its CR: what was missing goes in here
        out.push(chunk.subarray(start, at), afterCr ? LF : CRLF)
        start = lineFeed ? at + 1 : at
      }
      if (lineFeed || afterCr) column = 0
      afterCr = octet === 0x0d
      if (lineFeed || afterCr) continue
      if (octet === 0 || octet > highest || ++column > MAX_LINE) throw misfit(field, encoding, octet)
    }
    out.push(chunk.subarray(start))
    yield Buffer.concat(out)
  }
  if (afterCr) yield LF
}

const misfit = (field: string, encoding: string, octet: number): ComposeError => {
  const what = octet === 0 ? 'a NUL' : octet > 0x7f ? `the octet ${octet}` : `a line over ${MAX_LINE} octets`
  return new ComposeError(field, `${encoding} cannot carry ${what}; ask for encoding 'base64'`)
}
