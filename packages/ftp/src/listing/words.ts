import { digits } from './digits.ts'

/** Spaces, tabs and other controls; LF stands between the two lines of one record. */
export const isBlank = (code: number): boolean => code <= 32

/** Where the blanks that begin at `from` end. */
export function behindBlanks(line: string, from: number): number {
  let at = from
  while (at < line.length && isBlank(line.charCodeAt(at))) at++
  return at
}

/** The words of a line by where they stand: nothing is copied until it is asked for. */
export class Words {
  line = ''
  count = 0
  readonly starts: number[] = []
  readonly ends: number[] = []

  /** Finds the words from `from` on: at most 24, for what follows is a name, or nothing that any dialect knows. */
  read(line: string, from = 0, most = 24): this {
    const { starts, ends } = this
    const { length } = line
    let count = 0
    let at = from
    while (count < most) {
      while (at < length && line.charCodeAt(at) <= 32) at++
      if (at === length) break
      starts[count] = at
      while (at < length && line.charCodeAt(at) > 32) at++
      ends[count++] = at
    }
    this.line = line
    this.count = count
    return this
  }

  /** A word; words, when `last` is another one. */
  text(first: number, last: number = first): string {
    return this.line.slice(this.starts[first], this.ends[last])
  }

  /** The number that a word is; -1 when it is anything else, or there is none. */
  number(index: number): number {
    return index < this.count ? digits(this.line, this.starts[index]!, this.ends[index]!) : -1
  }

  /** Whether a word is this one. */
  is(index: number, word: string): boolean {
    const start = this.starts[index]!
    return index < this.count && this.ends[index]! - start === word.length && this.line.startsWith(word, start)
  }
}
