import type { Entry } from '../entry.ts'
import type { LineParser } from './dialect.ts'

/** Told of each record: its text, and what the dialect makes of it. */
export type Take = (text: string, reading: Entry | 'skip' | undefined) => void

/** Lines read in one dialect; those that are the halves of a record are put together. */
export class Records {
  readonly #parse: LineParser
  readonly #take: Take
  #begun: string | undefined

  constructor(parse: LineParser, take: Take) {
    this.#parse = parse
    this.#take = take
  }

  push(line: string): void {
    if (this.#begun !== undefined && this.#completed(this.#begun, line)) return
    const reading = this.#parse(line)
    if (reading === 'more') this.#begun = line
    else this.#take(line, reading)
  }

  /** No more lines come. */
  end(): void {
    if (this.#begun !== undefined) this.#take(this.#begun, undefined)
    this.#begun = undefined
  }

  /** Otherwise the first line stands alone, and the second is yet to be read. */
  #completed(begun: string, line: string): boolean {
    this.#begun = undefined
    const text = `${begun}\n${line}`
    const reading = this.#parse(text)
    const isWhole = typeof reading === 'object'
    this.#take(isWhole ? text : begun, isWhole ? reading : undefined)
    return isWhole
  }
}
