import { writeOctets } from '@linewire/wire'
import { failed } from '../transfer-error.ts'
import type { LocalPart } from './local-part.ts'
import { missing, present, type Range, type Span, split } from './range.ts'
import { type Facts, sameFacts } from './remote-facts.ts'

/** Octets that are there, those of earlier tries included, and those that the file has where that is known. */
export type Progress = (octets: number, total: number | undefined) => void

/** octets that are worth a connection of their own */
const smallest = 64 * 1024

/** What is still to come of a file: which ranges, and how far each of them is. */
export class Remainder {
  readonly #part: LocalPart
  #segments: number
  readonly #onProgress: Progress | undefined
  #facts: Facts = {}
  #ranges: Range[] = []
  #there = 0
  #arrived = 0
  #furthest = 0
  #transfers = 0
  /** octets behind which the part has nothing that counts */
  #end = 0
  /** until something comes the part is left as it is */
  #beginning: Promise<void> | undefined

  constructor(part: LocalPart, segments: number, onProgress?: Progress) {
    this.#part = part
    this.#segments = part.special ? 1 : segments
    this.#onProgress = onProgress
  }

  /** octets that have come since this began, those that came in vain included */
  get arrived(): number {
    return this.#arrived
  }

  /** the most octets of the file that have been there: what has to come again is no progress */
  get furthest(): number {
    return this.#furthest
  }

  /** octets of the file that are there */
  get there(): number {
    return this.#there
  }

  /** whether it came in pieces, which are of one version of the file only if that did not change meanwhile */
  get pieced(): boolean {
    return this.#there > this.#arrived || this.#transfers > 1
  }

  /** whether something has come, or could have */
  get begun(): boolean {
    return this.#beginning !== undefined
  }

  /** The ranges that are missing of a file as the server describes it: all of it, when it is another than before. */
  async of(facts: Facts): Promise<readonly Range[]> {
    const known = this.#facts
    this.#facts = facts
    if (!this.#part.opened) this.#expect(await this.#part.open(facts))
    else if (!sameFacts(known, facts)) this.restart()
    return this.missing
  }

  get missing(): readonly Range[] {
    return this.#ranges.filter((range) => !range.done)
  }

  /**
   * Nothing of what is there counts; the file is fetched in so many pieces.
   * @throws {TransferError} when what is there is out of our hands
   */
  restart(segments: number = this.#segments): void {
    if (this.#part.special && this.#there > 0) {
      throw failed(this.#part.path, 'it would have to begin anew, and what was written cannot be taken back')
    }
    this.#segments = segments
    this.#expect([])
  }

  /** The end of the file was none: the next try goes on there. */
  reopen(): void {
    for (const range of this.#ranges) if (range.last) range.done = false
  }

  /** Writes what comes for a range: as much as belongs to it. */
  async write(range: Range, source: AsyncIterable<Uint8Array>): Promise<void> {
    this.#transfers++
    await (this.#beginning ??= this.#begin())
    const own = range.last ? source : first(source, range.end - range.at)
    await writeOctets(this.#part.file, own, {
      ...(this.#part.special ? {} : { position: range.at }),
      onWritten: (octets) => {
        range.at += octets
        this.#there += octets
        this.#arrived += octets
        this.#furthest = Math.max(this.#furthest, this.#there)
        this.#onProgress?.(this.#there, this.#facts.size)
      },
    })
    if (!range.last && range.at < range.end) {
      throw failed(this.#part.path, `it ended at octet ${range.at} of ${this.#facts.size}`, undefined, 'ERR_TRUNCATED')
    }
    range.done = true
    if (this.#ranges.length > 1) await this.remember()
  }

  /** For the next try. */
  async remember(): Promise<void> {
    const { size } = this.#facts
    const inOrder = size === undefined || this.#ranges.every((range) => range.last)
    await this.#part.remember(this.#facts, inOrder ? undefined : present(this.#ranges, size))
  }

  #expect(there: readonly Span[]): void {
    const size = this.#facts.size ?? Number.POSITIVE_INFINITY
    this.#ranges = split(missing(there, size), this.#segments, smallest)
    this.#there = there.reduce((sum, [from, to]) => sum + to - from, 0)
    this.#end = there.at(-1)?.[1] ?? 0
    this.#beginning = undefined
  }

  /** The server sends. */
  async #begin(): Promise<void> {
    await this.#part.cut(this.#end)
    await this.remember()
  }
}

/** No more than so many octets of a source; what is behind them is left. */
async function* first(source: AsyncIterable<Uint8Array>, octets: number): AsyncGenerator<Uint8Array, void, undefined> {
  let left = octets
  for await (const piece of source) {
    yield piece.length > left ? piece.subarray(0, left) : piece
    left -= piece.length
    if (left <= 0) return
  }
}
