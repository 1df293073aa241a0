import { dotLines, dotStuffed } from './dot-stuffed.ts'
import type { NewsArticle } from './news-article.ts'
import type { NewsGroup } from './news-store.ts'
import type { NntpCommand, NntpConversation } from './nntp.ts'
import { findOne, parseRange } from './nntp-range.ts'

/** Selects a group; its first article becomes the current one. RFC 3977 §6.1.1 */
function select(conversation: NntpConversation, group: NewsGroup): string {
  conversation.group = group
  conversation.current = group.numbers[0]
  return `${group.articles.size} ${group.low} ${group.high} ${group.name}`
}

const group: NntpCommand = async (conversation, words) => {
  const { news, say } = conversation
  if (words.length !== 1) return say('501 GROUP takes a name')
  const found = news.groups.get(words[0] ?? '')
  return found ? say(`211 ${select(conversation, found)}`) : say('411 no such group')
}

/** LISTGROUP [group [range]]. RFC 3977 §6.1.2 */
const listGroup: NntpCommand = async (conversation, [name, spec = '1-', ...more]) => {
  const { news, say } = conversation
  const range = parseRange(spec)
  if (!range || more.length > 0) return say('501 LISTGROUP takes a name and a range')
  const found = name === undefined ? conversation.group : news.groups.get(name)
  if (!found) return say(name === undefined ? '412 no group selected' : '411 no such group')
  const numbers = found.numbers.filter((number) => number >= range.first && number <= range.last)
  return say(`211 ${select(conversation, found)} list follows`, dotLines(numbers.map(String)))
}

/** NEXT and LAST: the pointer to the neighbour that is there. RFC 3977 §6.1.3-4 */
const step =
  (towards: 'next' | 'previous'): NntpCommand =>
  async (conversation) => {
    const { group, current, say } = conversation
    if (!group) return say('412 no group selected')
    if (current === undefined) return say('420 no current article')
    const { numbers } = group
    const number =
      towards === 'next' ? numbers.find((other) => other > current) : numbers.reverse().find((other) => other < current)
    if (number === undefined) return say(towards === 'next' ? '421 no next article' : '422 no previous article')
    conversation.current = number
    return say(`223 ${number} ${group.articles.get(number)?.id}`)
  }

/** ARTICLE, HEAD, BODY, STAT: a number moves the pointer, a Message-ID does not. RFC 3977 §6.2 */
const retrieve =
  (code: number, part: ((article: NewsArticle) => Buffer) | undefined): NntpCommand =>
  async (conversation, words) => {
    const { say } = conversation
    if (words.length > 1) return say('501 one article at a time')
    const found = findOne(conversation, words[0])
    if (typeof found === 'string') return say(found)
    const { number, article } = found
    if (number > 0) conversation.current = number
    return say(`${code} ${number} ${article.id}`, part && dotStuffed(part(article)))
  }

export const reading: Readonly<Record<string, NntpCommand>> = {
  GROUP: group,
  LISTGROUP: listGroup,
  NEXT: step('next'),
  LAST: step('previous'),
  ARTICLE: retrieve(220, (article) => article.octets),
  HEAD: retrieve(221, (article) => article.header),
  BODY: retrieve(222, (article) => article.body),
  STAT: retrieve(223, undefined),
}
