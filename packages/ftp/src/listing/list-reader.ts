import { type Entry, unread } from '../entry.ts'
import { choose } from './choose.ts'
import type { Dialect, LineParser, ListDialect } from './dialect.ts'
import { candidates, dialects } from './dialects.ts'
import { Records } from './records.ts'
import type { WallClock } from './wall-clock.ts'

/** lines that decide on the dialect */
const sampleSize = 100

/**
 * Reads a listing as it comes. Its first 100 lines are held back and read in every dialect: the one that makes most of
 * them into entries reads on. A line that it cannot read is tried in the others, and kept as it is if it is none of
 * theirs either. A dialect that is given is the only one.
 */
export class ListReader {
  /** nothing has been found, not even the directory itself */
  empty = true
  readonly #clock: WallClock
  readonly #candidates: readonly Dialect[]
  readonly #outsiders: boolean
  #sample: string[] = []
  #records: Records | undefined
  #chosen: Dialect | undefined
  /** of the dialects that were not chosen: made when they are needed */
  #others: readonly LineParser[] | undefined
  #entries: Entry[] = []

  /** @param outsiders names that lead elsewhere too, which MLSD leaves out */
  constructor(clock: WallClock, dialect?: ListDialect, outsiders = false) {
    this.#clock = clock
    this.#outsiders = outsiders
    this.#candidates = dialect === undefined ? candidates : [dialects[dialect]]
  }

  /** What can be said after some more lines. */
  read(lines: Iterable<string>): Entry[] {
    for (const line of lines) {
      if (isEmpty(line)) continue
      if (this.#records !== undefined) this.#records.push(line)
      else if (this.#sample.push(line) === sampleSize) this.#begin()
    }
    return this.#taken()
  }

  /** What is left when no more lines come. */
  end(): Entry[] {
    if (this.#records === undefined) this.#begin()
    this.#records?.end()
    return this.#taken()
  }

  #begin(): void {
    const sample = this.#sample
    this.#sample = []
    const chosen = choose(this.#candidates, sample, this.#clock)
    const records = new Records(chosen(this.#clock, sample, this.#outsiders), (text, reading) => {
      if (reading !== 'skip') this.#add(reading ?? this.#otherwise(text))
    })
    this.#chosen = chosen
    this.#records = records
    for (const line of sample) records.push(line)
  }

  /** In the words of another dialect. */
  #otherwise(text: string): Entry {
    this.#others ??= this.#candidates
      .filter((dialect) => dialect !== this.#chosen)
      .map((dialect) => dialect(this.#clock, [], this.#outsiders))
    for (const parse of this.#others) {
      const reading = parse(text)
      if (typeof reading === 'object') return reading
    }
    return unread(text)
  }

  #add(entry: Entry): void {
    this.empty = false
    if (entry.name !== '.' && entry.name !== '..') this.#entries.push(entry)
  }

  #taken(): Entry[] {
    const entries = this.#entries
    this.#entries = []
    return entries
  }
}

const isEmpty = (line: string): boolean => line === '' || (line.charCodeAt(0) <= 32 && line.trim() === '')
