import { ArgumentError, argument, pieces, type Source } from '@linewire/wire'
import { encodeWords } from './encoded-word.ts'

/** An article in two parts, for post() to put together. */
export interface ArticleParts {
  /** Values are text: what is outside ASCII becomes encoded words (RFC 2047), but for group names. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** A string that is not ASCII goes out as UTF-8, and gets the MIME fields that say so unless you give your own. */
  readonly body: Source
}

/** What can be posted: an article as octets or text, its header in it, or its two parts. */
export type ArticleSource = Source | ArticleParts

/** names of groups are UTF-8 as they stand. RFC 5536 §3.1.4 */
const verbatim = new Set(['newsgroups', 'followup-to', 'distribution', 'message-id', 'references'])

/** An article as octets. @throws {ArgumentError} when a field would break the header */
export function composed(source: ArticleSource): Source {
  if (!isParts(source)) return source
  const fields = Object.entries(source.headers).flatMap(([name, values]) =>
    (typeof values === 'string' ? [values] : values).map((value) => field(name, value)),
  )
  const names = new Set(Object.keys(source.headers).map((name) => name.toLowerCase()))
  if (typeof source.body === 'string' && /[^\x00-\x7f]/.test(source.body) && !names.has('content-type')) {
    if (!names.has('mime-version')) fields.push('MIME-Version: 1.0\r\n')
    fields.push('Content-Type: text/plain; charset=UTF-8\r\n')
    if (!names.has('content-transfer-encoding')) fields.push('Content-Transfer-Encoding: 8bit\r\n')
  }
  return joined(`${fields.join('')}\r\n`, source.body)
}

async function* joined(header: string, body: Source): AsyncGenerator<Uint8Array, void, undefined> {
  const rest = pieces(body)
  try {
    const first = await rest.next()
    yield Buffer.from(header)
    if (!first.done) yield first.value
    yield* rest
  } finally {
    await rest.return()
  }
}

/** "Name: value" and its line end. RFC 5536 §2.2 */
function field(name: string, value: string): string {
  if (!/^[!-9;-~]+$/.test(name)) throw new ArgumentError(`${JSON.stringify(name)} is no name of a header field`)
  const text = argument(value, `the header field ${name}`)
  return `${name}: ${verbatim.has(name.toLowerCase()) ? text : encodeWords(text)}\r\n`
}

function isParts(source: ArticleSource): source is ArticleParts {
  return typeof source === 'object' && 'headers' in source && 'body' in source
}
