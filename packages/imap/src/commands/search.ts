import type { ImapCommand } from '../command.ts'
import type { EncodedProgram } from '../search-charset.ts'
import { SeqSet, UidSet } from '../sets.ts'

/** What a search may return. RFC 4731 §3.1, 9051 §6.4.4 */
export type SearchReturn = 'min' | 'max' | 'count' | 'all'

/** Only what was asked for, and what there is: no `min` when nothing was found. */
export interface SearchResult {
  readonly min?: number
  readonly max?: number
  readonly count?: number
  readonly all?: UidSet
  /** the highest modification sequence of what was found. RFC 7162 §3.1.10 */
  readonly modseq?: bigint
}

export interface SearchCommandOptions {
  /** what to return; undefined: the plain form, for servers without ESEARCH */
  returns?: readonly SearchReturn[] | undefined
}

/** UIDs of the messages that fit. RFC 9051 §6.4.4, §6.4.9 */
export const search = (program: EncodedProgram, { returns }: SearchCommandOptions = {}): ImapCommand<SearchResult> => {
  let result: SearchResult = {}
  const words = returns ? `RETURN (${returns.join(' ').toUpperCase()}) ` : ''
  return {
    line: [`UID SEARCH ${words}${program.charset ? `CHARSET ${program.charset} ` : ''}`, ...program.parts],
    // SEARCH data says not whose it is; ESEARCH carries the tag
    turn: returns ? 'free' : 'last',
    // Cyrus 2.4.16 answers RETURN with SEARCH
    types: ['SEARCH', 'ESEARCH'],
    claims(response, tag) {
      if (response.kind !== 'data') return false
      if (response.type === 'SEARCH') result = fromNumbers(response.numbers, response.modseq)
      else if (response.type === 'ESEARCH' && response.tag === tag) {
        const { min, max, count, modseq } = response
        // an ALL that is missing is an empty one
        const all = response.all instanceof SeqSet ? UidSet.from([...response.all.ranges]) : response.all
        result = defined({ min, max, count, modseq, all: all ?? UidSet.empty })
      } else return false
      return true
    },
    done: () => (returns ? only(result, returns) : result),
  }
}

function fromNumbers(numbers: readonly number[], modseq: bigint | undefined): SearchResult {
  // 0 is no UID, whoever says it
  const all = UidSet.from(numbers.filter((number) => Number.isInteger(number) && number > 0 && number <= 0xffff_ffff))
  return defined({ min: all.first, max: all.last, count: all.size, all, modseq })
}

function only(result: SearchResult, returns: readonly SearchReturn[]): SearchResult {
  const has = (name: SearchReturn): boolean => returns.includes(name)
  return defined({
    min: has('min') ? result.min : undefined,
    max: has('max') ? result.max : undefined,
    count: has('count') ? (result.count ?? 0) : undefined,
    all: has('all') ? (result.all ?? UidSet.empty) : undefined,
    modseq: result.modseq,
  })
}

type Loose<T> = { [K in keyof T]: T[K] | undefined }

function defined(values: Loose<Required<SearchResult>>): SearchResult {
  // what is left has a value, each under its own name
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as SearchResult
}
