import { asBuffer, decode } from './text.ts'

/** shorter ones are taken out as whole words only, or every text would be full of holes */
const shortest = 4
/** literals and responses longer than this are no passwords */
const longest = 16 * 1024

/**
 * What a secret command has said, to be taken out of whatever the server says back: some repeat the password in their
 * refusal, and that goes into errors, logs and traces.
 */
export class Secrets {
  readonly #words = new Set<string>()

  /**
   * Remembers the arguments of a command's line; its verb and the name of a mechanism are no secrets.
   * A later line of the same command may be a response without a verb.
   */
  addLine(line: string | Uint8Array, later?: 'later'): void {
    const text = textOf(line)
    if (later && !text.includes(' ')) {
      this.add(text)
      return
    }
    const known = /^(?:AUTHINFO\s+SASL\s+\S+|(?:AUTHINFO|AUTHENTICATE|AUTH)\s+\S+|\S+)/i.exec(text)?.[0] ?? ''
    this.add(text.slice(known.length))
  }

  /** Remembers octets as they go out: as they are, word by word, unquoted, and what base64 hides. */
  add(data: string | Uint8Array): void {
    if (data.length > longest) return
    const text = textOf(data).trim()
    this.#remember(text)
    for (const word of text.split(/\s+/)) {
      this.#remember(word)
      if (/^[A-Za-z0-9+/]{4,}={0,2}$/.test(word)) this.#decoded(word)
    }
    for (const [, quoted = ''] of text.matchAll(/"((?:[^"\\]|\\.)*)"/g)) this.#remember(quoted.replace(/\\(.)/g, '$1'))
  }

  /** The text without any of them. */
  scrub(text: string): string {
    let clean = text
    // the longest first: a part of one would leave its rest
    for (const word of [...this.#words].sort((a, b) => b.length - a.length)) {
      clean = withoutCut(word, clean)
      if (!clean.includes(word)) continue
      clean = word.length >= shortest ? clean.replaceAll(word, '…') : clean.replace(wholeWord(word), '…')
    }
    return clean
  }

  /** Takes them out of an error, its causes and whatever they carry. The error stays the same object. */
  scrubError(error: unknown): void {
    if (this.#words.size > 0) this.#clean(error, new Set())
  }

  #remember(word: string): void {
    if (word === '' || word === '*' || word === '=') return
    this.#words.add(word)
    // as excerpt() shows it
    this.#words.add(JSON.stringify(word).slice(1, -1))
  }

  #decoded(word: string): void {
    for (const part of decode(Buffer.from(word, 'base64')).split(/[\0\x01]/)) {
      this.#remember(part)
      for (const piece of part.split(/[\s,=]+/)) if (piece.length >= shortest) this.#remember(piece)
    }
  }

  #clean(value: unknown, seen: Set<unknown>): unknown {
    if (typeof value === 'string') return this.scrub(value)
    if (typeof value !== 'object' || value === null || seen.has(value)) return value
    seen.add(value)
    if (Array.isArray(value)) return value.map((item) => this.#clean(item, seen))
    if (value instanceof Error) {
      for (const key of Object.getOwnPropertyNames(value)) this.#replace(value, key, seen)
      return value
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#clean(item, seen)]))
  }

  #replace(error: Error, key: string, seen: Set<unknown>): void {
    // these are the library's words, and never the server's
    if (key === 'name' || key === 'code' || key === 'command' || key === 'verb') return
    const { [key]: before } = error as unknown as Record<string, unknown>
    const after = this.#clean(before, seen)
    if (after !== before) Object.defineProperty(error, key, { value: after, configurable: true, writable: true })
  }
}

function textOf(data: string | Uint8Array): string {
  return typeof data === 'string' ? data : decode(asBuffer(data))
}

/** excerpt() may have cut it in two. */
function withoutCut(word: string, text: string): string {
  for (let length = word.length - 1; length >= shortest && text.includes('…'); length--) {
    const beginning = `${word.slice(0, length)}…`
    if (text.includes(beginning)) return text.replaceAll(beginning, '…')
  }
  return text
}

function wholeWord(word: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu')
}
