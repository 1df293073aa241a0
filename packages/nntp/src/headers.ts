import { asBuffer } from '@linewire/wire'
import { decodeWords } from './encoded-word.ts'
import { decodeText } from './lines.ts'

/** The header of an article: its octets as they came, and its fields when they are asked for. RFC 5536 §2.2 */
export class ArticleHeaders implements Iterable<[name: string, value: string]> {
  /** as received, dots taken off, with the empty line behind it where there was one */
  readonly bytes: Uint8Array
  #fields: [name: string, value: string][] | undefined

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The first field of that name, in any case: unfolded, encoded words decoded. undefined when there is none. */
  get(name: string): string | undefined {
    return this.getAll(name)[0]
  }

  /** Every field of that name, in order. */
  getAll(name: string): string[] {
    const wanted = name.toLowerCase()
    return this.#all.filter(([field]) => field.toLowerCase() === wanted).map(([, value]) => decodeWords(value))
  }

  /** Every field in order: its name as it stands there, its value as get() gives it. */
  *[Symbol.iterator](): Iterator<[string, string]> {
    for (const [name, value] of this.#all) yield [name, decodeWords(value)]
  }

  get #all(): [string, string][] {
    this.#fields ??= fieldsOf(asBuffer(this.bytes).toString('latin1'))
    return this.#fields
  }
}

/** Fields of a header that is a string of octets: each may have a charset of its own. */
function fieldsOf(text: string): [string, string][] {
  return text
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
    .flatMap((line): [string, string][] => {
      const colon = line.indexOf(':')
      return colon > 0 ? [[line.slice(0, colon).trimEnd(), decodeText(line.slice(colon + 1).trim())]] : []
    })
}
