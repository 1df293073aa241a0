import { ArgumentError, asBuffer } from '@linewire/wire'
import type { Part } from './quote.ts'
import type { SearchProgram } from './search-query.ts'

/** A search program whose literals are in the charset that it names. */
export interface EncodedProgram {
  readonly charset: string | undefined
  readonly parts: readonly Part[]
}

/** A search program in another charset than UTF-8: what is not ASCII is in its literals. RFC 9051 §6.4.4 */
export async function inCharset(program: SearchProgram, charset: string): Promise<EncodedProgram> {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.:+-]*$/.test(charset))
    throw new ArgumentError(`${JSON.stringify(charset)} is no charset`)
  if (/^utf-?8$/i.test(charset)) return { ...program, charset: 'UTF-8' }
  const { default: iconv } = await import('iconv-lite')
  const ascii = /^us-ascii$/i.test(charset)
  if (!ascii && !iconv.encodingExists(charset))
    throw new ArgumentError(`no charset is called ${JSON.stringify(charset)}`)
  const parts = program.parts.map((part) => {
    if (typeof part === 'string') return part
    const text = asBuffer(part.literal).toString('utf8')
    if (ascii && /[^\x00-\x7f]/.test(text)) throw new ArgumentError('the query is not ASCII: give another charset')
    return { literal: iconv.encode(text, ascii ? 'ascii' : charset) }
  })
  return { charset, parts }
}
