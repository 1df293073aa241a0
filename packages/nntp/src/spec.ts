import { ArgumentError, argument, wholeNumber } from '@linewire/wire'

/** An article: by its number in the selected group, or by its Message-ID with brackets. */
export type ArticleSpec = number | string

/**
 * Articles by number: one, `{ from, to }` (no `to`: up to the newest), what group() gives, or as text: `5`, `5-`,
 * `5-9`. Both ends belong to it.
 */
export type ArticleRange =
  | number
  | string
  | { readonly from: number; readonly to?: number }
  | { readonly first: number; readonly last: number }

/** octets of a Message-ID. RFC 3977 §3.6 */
const longestId = 250

/** One argument: it has to be there, and a blank would make two of it. */
export function word(value: string, name: string): string {
  if (!/^[^ \t]+$/.test(argument(value, name))) throw new ArgumentError(`${name} must be one word, without blanks`)
  return value
}

/** "<45223423@example.com>". RFC 3977 §3.6 */
export function messageId(value: string): string {
  if (!/^<[^<> \t]+>$/.test(argument(value, 'the Message-ID')) || value.length > longestId) {
    throw new ArgumentError(`a Message-ID is <left@right> with its brackets, of at most ${longestId} octets`)
  }
  return value
}

/** The words of a command line; those that are not given are left out. */
export function phrase(...words: (string | number | undefined)[]): string {
  return words.filter((part) => part !== undefined && part !== '').join(' ')
}

/** The argument that names one article; none for the current one. RFC 3977 §6.2.1 */
export function articleArgument(spec: ArticleSpec | undefined): string | undefined {
  if (spec === undefined) return undefined
  return typeof spec === 'number' ? String(wholeNumber(spec, 'the article number')) : messageId(spec)
}

/** A range as two numbers; `to` is undefined when it is open. A range that ends before it begins holds nothing. */
export function bounds(range: ArticleRange): { from: number; to: number | undefined } {
  if (typeof range === 'string') {
    const [, from, dash, to] = /^(\d{1,16})(-(\d{1,16})?)?$/.exec(argument(range, 'the range')) ?? []
    if (from === undefined) throw new ArgumentError(`a range is 5, 5- or 5-9, not ${JSON.stringify(range)}`)
    return { from: Number(from), to: to !== undefined ? Number(to) : dash ? undefined : Number(from) }
  }
  if (typeof range === 'number') return { from: wholeNumber(range, 'the article number', 0), to: range }
  const [from, to] = 'from' in range ? [range.from, range.to] : [range.first, range.last]
  wholeNumber(from, 'the first article number', 0)
  // an empty group may say that its last article is one before its first, which is 0 or -1
  if (to !== undefined) wholeNumber(to, 'the last article number', -1)
  return { from, to }
}

/** "5-9", "5-", "5". RFC 3977 §9.8 */
export function rangeArgument(range: ArticleRange): string {
  const { from, to } = bounds(range)
  return from === to ? String(from) : `${from}-${to ?? ''}`
}

/** The argument of what takes a range or a Message-ID; none for the current article. RFC 3977 §8.3, §8.5 */
export function rowsArgument(spec: ArticleRange | undefined): string | undefined {
  if (spec === undefined) return undefined
  return isId(spec) ? messageId(spec) : rangeArgument(spec)
}

/** Whether it is a Message-ID and not a range. */
export function isId(spec: ArticleRange | undefined): spec is string {
  return typeof spec === 'string' && spec.startsWith('<')
}
