import type { NewsArticle } from './news-article.ts'
import type { NntpConversation } from './nntp.ts'

const MESSAGE_ID = /^<[!-=?-~]{1,248}>$/
const NUMBER = /^[0-9]{1,16}$/
const RANGE = /^([0-9]{1,16})(-([0-9]{1,16})?)?$/

/** An article with the number to show: 0 when it was asked for by Message-ID. RFC 3977 §6.2.1.2 */
export interface Found {
  number: number
  article: NewsArticle
}

/** One article by number, by Message-ID or the current one; or the reply that says why not. RFC 3977 §6.2 */
export function findOne(conversation: NntpConversation, spec: string | undefined): Found | string {
  const { news, group, current } = conversation
  if (spec?.startsWith('<')) {
    if (!MESSAGE_ID.test(spec)) return '501 not a Message-ID'
    const article = news.articles.get(spec)
    return article ? { number: 0, article } : '430 no such article'
  }
  if (spec !== undefined && !NUMBER.test(spec)) return '501 neither a number nor a Message-ID'
  if (!group) return '412 no group selected'
  if (spec === undefined && current === undefined) return '420 no current article'
  const number = spec === undefined ? (current ?? 0) : Number(spec)
  const article = group.articles.get(number)
  if (article) return { number, article }
  return spec === undefined ? '420 the current article is gone' : '423 no article of that number'
}

/** The articles of a range that are there, maybe none; one by Message-ID; or the reply that says why not. */
export function findAll(conversation: NntpConversation, spec: string | undefined): Found[] | string {
  if (spec === undefined || spec.startsWith('<')) {
    const found = findOne(conversation, spec)
    return typeof found === 'string' ? found : [found]
  }
  const range = parseRange(spec)
  if (!range) return '501 neither a range nor a Message-ID'
  if (!conversation.group) return '412 no group selected'
  return [...conversation.group.articles]
    .filter(([number]) => number >= range.first && number <= range.last)
    .map(([number, article]) => ({ number, article }))
}

/** `n`, `n-` or `n-m`. RFC 3977 §9.8 */
export function parseRange(spec: string): { first: number; last: number } | undefined {
  const [, first, dash, last] = RANGE.exec(spec) ?? []
  if (first === undefined) return undefined
  return {
    first: Number(first),
    last: last !== undefined ? Number(last) : dash ? Number.POSITIVE_INFINITY : Number(first),
  }
}
