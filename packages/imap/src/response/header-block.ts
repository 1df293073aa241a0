import { decode } from './decode.ts'
import { decodeWords } from './encoded-word.ts'

/** Header fields of a message as FETCH gave them, read when they are asked for. RFC 5322 §2.2 */
export class HeaderBlock {
  /** the octets as sent */
  readonly bytes: Uint8Array
  #fields: (readonly [name: string, value: string])[] | undefined

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Names in lower case and values unfolded, in order; encoded words are as they are. */
  get fields(): readonly (readonly [name: string, value: string])[] {
    this.#fields ??= readFields(this.bytes)
    return this.#fields
  }

  /** The first field of the name, unfolded, its encoded words decoded; null when there is none. */
  get(name: string): string | null {
    return this.getAll(name)[0] ?? null
  }

  /** All fields of the name, as `get` gives them. */
  getAll(name: string): string[] {
    const wanted = name.toLowerCase()
    return this.fields.filter(([field]) => field === wanted).map(([, value]) => decodeWords(value))
  }

  toJSON(): readonly (readonly [name: string, value: string])[] {
    return this.fields
  }
}

function readFields(bytes: Uint8Array): [string, string][] {
  const text = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const fields: [string, string][] = []
  for (const line of text.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) fields.push([line.slice(0, colon).trimEnd().toLowerCase(), line.slice(colon + 1).trim()])
  }
  return fields
}
