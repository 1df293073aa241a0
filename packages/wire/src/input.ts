import { LimitError } from './errors.ts'
import { copied, decode } from './text.ts'

const LF = 10
const CR = 13
const EMPTY = Buffer.alloc(0)
/** Buffer's own looks for text and octets too, and V8 compiles all of that wherever a line is read (bench: pop3-many) */
const { indexOf } = Uint8Array.prototype
/** octets that are rather copied than have the memory of a whole chunk wait for them */
const little = 4096

/** Octets received and not yet read. */
export class Input {
  /** octets that a line may have, its end not counted */
  readonly lineLimit: number
  /** octets that a reply of several lines may have */
  readonly replyLimit: number
  /** octets that a body may have that is collected in memory */
  readonly bodyLimit: number
  /** @internal told of every line that is read; for the trace */
  onLine: ((line: Buffer) => void) | undefined
  /** @internal how the octets of a line become text */
  decode: (octets: Buffer) => string = decode
  /** @internal octets received in all */
  received = 0
  /** whether the last line ended in LF without CR; a body behind such a line may do the same */
  bareLf = false
  /** somebody has a view on the newest chunk */
  #kept = false

  // chunks not yet read:  │ head ─ pos ─ scanned ─ │ more[0] │ more[1] │ …     no LF before `scanned` and `moreScanned`
  #head: Buffer = EMPTY
  #pos = 0
  #scanned = 0
  #more: Buffer[] = []
  #moreScanned = 0
  #length = 0

  constructor(lineLimit = 8192, replyLimit = 1024 * 1024, bodyLimit = 64 * 1024 * 1024) {
    this.lineLimit = lineLimit
    this.replyLimit = replyLimit
    this.bodyLimit = bodyLimit
  }

  /** octets not yet read */
  get length(): number {
    return this.#length
  }

  /** @internal octets read in all */
  get read(): number {
    return this.received - this.#length
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return
    this.#kept = false
    this.received += chunk.length
    this.#length += chunk.length
    // what was pushed before comes first, even when the head has just been read to its end
    if (this.#pos < this.#head.length || this.#more.length > 0) this.#more.push(chunk)
    else this.#begin(chunk)
  }

  /** One line without its end (CR LF, or LF alone), or undefined while its end has not arrived. */
  line(): Buffer | undefined {
    const line = this.#line()
    if (line !== undefined) this.#kept = true
    return line
  }

  /** The same as text. */
  text(): string | undefined {
    const line = this.#line()
    return line && this.decode(line)
  }

  #line(): Buffer | undefined {
    const end = this.#lineEnd()
    if (end < 0) {
      // CR may still be the first half of the line's end
      if (this.#length > this.lineLimit + 1) this.#tooLong()
      return undefined
    }
    const head = this.#head
    this.bareLf = end === this.#pos || head[end - 1] !== CR
    const line = head.subarray(this.#pos, this.bareLf ? end : end - 1)
    if (line.length > this.lineLimit) this.#tooLong()
    this.#length -= end + 1 - this.#pos
    this.#pos = this.#scanned = end + 1
    this.onLine?.(line)
    return line
  }

  /** Up to n octets, whatever is there; empty when nothing is. */
  take(n: number = Number.POSITIVE_INFINITY): Buffer {
    this.#kept = true
    return this.lend(n)
  }

  /** @internal As take(), for somebody who is done with them before more are asked for, or says keep(). */
  lend(n: number = Number.POSITIVE_INFINITY): Buffer {
    if (this.#pos === this.#head.length) this.#advance()
    const end = Math.min(this.#head.length, this.#pos + n)
    const piece = this.#head.subarray(this.#pos, end)
    this.#length -= piece.length
    this.#pos = end
    this.#scanned = Math.max(this.#scanned, end)
    return piece
  }

  /** @internal What was lent is kept, and its memory is not used again. */
  keep(): void {
    this.#kept = true
  }

  /** @internal Lent octets, to be kept: a copy, unless they are most of their memory. */
  own(piece: Buffer): Buffer {
    if (piece.length * 2 <= piece.buffer.byteLength) return copied(piece)
    this.#kept = true
    return piece
  }

  /** @internal Whether the memory of the newest chunk may be used again: nobody has a view on it, and the little that is unread is copied. */
  release(): boolean {
    const unread = this.#more.at(-1) ?? (this.#pos < this.#head.length ? this.#head.subarray(this.#pos) : undefined)
    if (this.#kept || unread === undefined) return !this.#kept
    if (unread.length > little) return false
    const copy = Buffer.from(unread)
    if (this.#more.length > 0) this.#more[this.#more.length - 1] = copy
    else {
      this.#head = copy
      this.#scanned -= this.#pos
      this.#pos = 0
    }
    return true
  }

  /** Gives the tail of the last take() or lend() back. */
  unread(n: number): void {
    this.#pos -= n
    this.#scanned = this.#pos
    this.#length += n
  }

  #begin(chunk: Buffer): void {
    this.#head = chunk
    this.#pos = this.#scanned = 0
  }

  #advance(): void {
    const chunk = this.#more.shift()
    this.#begin(chunk ?? EMPTY)
    this.#moreScanned = Math.max(0, this.#moreScanned - 1)
  }

  /** Where the next LF is in #head; chunks are joined only once it is known to have come. */
  #lineEnd(): number {
    if (this.#pos === this.#head.length && this.#more.length > 0) this.#advance()
    const end: number = indexOf.call(this.#head, LF, this.#scanned)
    if (end >= 0) return end
    this.#scanned = this.#head.length
    for (; this.#moreScanned < this.#more.length; this.#moreScanned++) {
      const at = this.#more[this.#moreScanned]!.indexOf(LF)
      if (at < 0) continue
      const rest = this.#head.subarray(this.#pos)
      const joined = this.#more.splice(0, this.#moreScanned + 1)
      const before = rest.length + joined.slice(0, -1).reduce((sum, chunk) => sum + chunk.length, 0)
      this.#begin(Buffer.concat([rest, ...joined]))
      this.#moreScanned = 0
      return before + at
    }
    return -1
  }

  #tooLong(): never {
    throw new LimitError(`the server sent a line of more than ${this.lineLimit} octets (limits.line)`)
  }
}
