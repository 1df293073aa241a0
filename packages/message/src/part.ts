import { Buffer } from 'node:buffer'
import type { HeaderWriter } from './header.ts'
import { encode, type TransferEncoding } from './transfer-encoding.ts'

/** A part with content of its own. */
export interface Leaf {
  /** What errors call it. */
  readonly field: string
  readonly type: string
  readonly params: Record<string, string>
  readonly encoding: TransferEncoding
  readonly disposition?: 'attachment' | 'inline'
  readonly filename?: string
  readonly cid?: string
  open(): AsyncIterable<Uint8Array>
}

/** A part made of parts. RFC 2046 §5.1 */
export interface Multipart {
  readonly type: `multipart/${string}`
  readonly boundary: string
  /** The root of a multipart/related, by its type. RFC 2387 §3.1 */
  readonly rootType?: string
  readonly parts: readonly Part[]
}

export type Part = Leaf | Multipart

/** The Content-… fields, the blank line and the body. The message ends in CR LF, as SMTP and IMAP want it. */
export async function* writeRoot(part: Part, header: HeaderWriter): AsyncGenerator<Uint8Array> {
  let last: number | undefined
  for await (const chunk of writePart(part, header)) {
    last = chunk.at(-1) ?? last
    yield chunk
  }
  if (last !== 0x0a) yield Buffer.from('\r\n')
}

async function* writePart(part: Part, header: HeaderWriter): AsyncGenerator<Uint8Array> {
  if ('parts' in part) yield* writeMultipart(part, header)
  else {
    yield Buffer.from(`${leafFields(part, header)}\r\n`)
    yield* encode(part.open(), part.encoding, part.field)
  }
}

async function* writeMultipart(part: Multipart, header: HeaderWriter): AsyncGenerator<Uint8Array> {
  const { boundary, rootType } = part
  const params: Record<string, string> = rootType === undefined ? { boundary } : { type: rootType, boundary }
  const encoding = widest(part)
  // 7bit is the default, and the children's encoding says the rest; a wider child makes a wider parent (RFC 2045 §6.4)
  const own = encoding === '7bit' ? '' : header.tokens('Content-Transfer-Encoding', encoding)
  // the CR LF before a delimiter belongs to the delimiter, so a part ends where its last octet ends
  let delimiter = `${header.parameters('Content-Type', part.type, params)}${own}\r\n--${boundary}\r\n`
  for (const child of part.parts) {
    yield Buffer.from(delimiter)
    yield* writePart(child, header)
    delimiter = `\r\n--${boundary}\r\n`
  }
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

const leafFields = (leaf: Leaf, header: HeaderWriter): string => {
  const { disposition, filename = '', cid = '' } = leaf
  // `name` as well: some readers know no Content-Disposition
  const params = filename === '' ? leaf.params : { ...leaf.params, name: filename }
  return [
    header.parameters('Content-Type', leaf.type, params),
    header.tokens('Content-Transfer-Encoding', leaf.encoding),
    cid === '' ? '' : header.tokens('Content-ID', `<${cid}>`),
    disposition ? header.parameters('Content-Disposition', disposition, filename === '' ? {} : { filename }) : '',
  ].join('')
}

const widest = (part: Part): '7bit' | '8bit' | 'binary' => {
  if (!('parts' in part)) return part.encoding === '8bit' || part.encoding === 'binary' ? part.encoding : '7bit'
  const inside = part.parts.map(widest)
  return inside.includes('binary') ? 'binary' : inside.includes('8bit') ? '8bit' : '7bit'
}
