import { decode } from './decode.ts'

const SLOTS = 1024
const LONGEST = 40

/**
 * Short tokens that come again and again (flags, item names, media types): one string for each spelling.
 *
 * A direct-mapped table over the octets: a hit costs neither a string nor a Map, a collision replaces, so a
 * hostile server cannot make it grow.
 */
export class Interned {
  readonly #spellings: (string | undefined)[] = new Array(SLOTS).fill(undefined)
  readonly #values: string[] = new Array(SLOTS).fill('')
  readonly #normalise: (token: string) => string

  constructor(normalise: (token: string) => string) {
    this.#normalise = normalise
  }

  /** The normalised token in `bytes[start, end)`. */
  get(bytes: Buffer, start: number, end: number): string {
    const length = end - start
    if (length > LONGEST) return this.#normalise(decode(bytes, start, end))
    let hash = length
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0
    const slot = (hash ^ (hash >>> 10)) & (SLOTS - 1)
    const known = this.#spellings[slot]
    if (known !== undefined && known.length === length && same(known, bytes, start)) return this.#values[slot]!
    const value = this.#normalise(decode(bytes, start, end))
    this.#spellings[slot] = bytes.toString('latin1', start, end)
    this.#values[slot] = value
    return value
  }
}

function same(known: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < known.length; i++) if (known.charCodeAt(i) !== bytes[start + i]) return false
  return true
}
