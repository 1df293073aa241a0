import { octetsOf } from './dot-stuffed.ts'

/** One article at rest. Fields are strings of octets (latin1): nobody has promised a charset. */
export interface NewsArticle {
  readonly id: string
  readonly octets: Buffer
  readonly header: Buffer
  readonly body: Buffer
  readonly arrived: Date
  /** Unfolded, in order. RFC 5536 §2.2 */
  readonly fields: readonly { name: string; value: string }[]
}

const END_OF_HEADER = '\r\n\r\n'

/** Takes an article apart. The Message-ID is `id`, where the header has none it is put in front. */
export function newsArticle(text: string | Uint8Array, { id, arrived }: { id: string; arrived: Date }): NewsArticle {
  let octets = octetsOf(text)
  if (!fieldOf(fieldsOf(octets), 'Message-ID')) octets = Buffer.concat([Buffer.from(`Message-ID: ${id}\r\n`), octets])
  const end = octets.indexOf(END_OF_HEADER)
  const header = end < 0 ? octets : octets.subarray(0, end + 2)
  const body = end < 0 ? Buffer.alloc(0) : octets.subarray(end + END_OF_HEADER.length)
  return { id, octets, header, body, arrived, fields: fieldsOf(octets) }
}

/** The header's fields, unfolded. */
export function fieldsOf(octets: Buffer): { name: string; value: string }[] {
  const end = octets.indexOf(END_OF_HEADER)
  const text = octets.toString('latin1', 0, end < 0 ? octets.length : end)
  return text
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n')
    .flatMap((line) => {
      const [, name, value] = /^([!-9;-~]+):[ \t]*(.*)$/s.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [{ name, value }]
    })
}

/** The first field of that name, in any case. */
export function fieldOf(fields: readonly { name: string; value: string }[], name: string): string | undefined {
  return fields.find((field) => field.name.toLowerCase() === name.toLowerCase())?.value
}

/** A field, or one of the two values that are counted instead of written. RFC 3977 §8.1 */
export function datum(article: NewsArticle, name: string): string | undefined {
  if (name.toLowerCase() === ':bytes') return String(article.octets.length)
  if (name.toLowerCase() === ':lines') return String(article.body.toString('latin1').split('\r\n').length - 1)
  // a TAB would split an overview line, NUL, CR and LF any line. RFC 3977 §8.3.2
  return fieldOf(article.fields, name)?.replace(/[\0\t\r\n]/g, ' ')
}
