import { dotLines } from './dot-stuffed.ts'
import type { KeptLists, NewsGroup } from './news-store.ts'
import type { NntpCommand, NntpConversation } from './nntp.ts'
import { OVERVIEW_FORMAT } from './nntp-overview.ts'
import { wildmat } from './wildmat.ts'

const active = ({ name, high, low, status }: NewsGroup): string => `${name} ${high} ${low} ${status}`

/** Lists with a line per group, which a wildmat narrows. RFC 3977 §7.6, RFC 6048 §2.2 */
const perGroup: Readonly<Record<string, (group: NewsGroup) => string>> = {
  ACTIVE: active,
  'ACTIVE.TIMES': ({ name, created, creator }) => `${name} ${Math.floor(created.getTime() / 1000)} ${creator}`,
  NEWSGROUPS: ({ name, description }) => `${name}\t${description}`,
  COUNTS: ({ name, high, low, articles, status }) => `${name} ${high} ${low} ${articles.size} ${status}`,
}

const KEPT = ['DISTRIB.PATS', 'DISTRIBUTIONS', 'MODERATORS', 'MOTD', 'SUBSCRIPTIONS'] as const

/** All that LIST knows. */
export const LIST_KEYWORDS: readonly string[] = [...Object.keys(perGroup), 'OVERVIEW.FMT', 'HEADERS', ...KEPT]

/** LIST [keyword [wildmat | argument]]. */
const list: NntpCommand = async (conversation, [word = 'ACTIVE', argument, ...more]) => {
  const { news, has, say } = conversation
  const keyword = word.toUpperCase()
  if (!LIST_KEYWORDS.includes(keyword) || more.length > 0) return say('501 LIST does not know that')
  if (!has(keyword)) return say('503 that list is not kept')
  const line = Object.hasOwn(perGroup, keyword) ? perGroup[keyword] : undefined
  if (line) {
    const groups = [...news.groups.values()].filter(({ name }) => argument === undefined || wildmat(argument, name))
    return say('215 list follows', dotLines(groups.map(line)))
  }
  if (keyword === 'HEADERS') return headers(conversation, argument)
  if (argument !== undefined && keyword !== 'SUBSCRIPTIONS') return say(`501 LIST ${keyword} takes no argument`)
  if (keyword === 'OVERVIEW.FMT') return say('215 order of fields', dotLines(OVERVIEW_FORMAT))
  const lines = news.lists[keyword as keyof KeptLists]
  return lines ? say('215 list follows', dotLines(lines)) : say('503 that list is not kept')
}

/** LIST HEADERS [MSGID | RANGE]: a lone colon means every header field. RFC 3977 §8.6 */
async function headers({ say }: NntpConversation, argument: string | undefined): Promise<boolean> {
  if (argument !== undefined && !['MSGID', 'RANGE'].includes(argument.toUpperCase())) return say('501 MSGID or RANGE')
  return say('215 headers and metadata', dotLines([':', ':bytes', ':lines']))
}

/** yyyymmdd or yymmdd, then hhmmss; two digits mean the nearest such year. RFC 3977 §7.3.2 */
function instant(day = '', time = ''): Date | undefined {
  const [, year, month, date] = /^(\d{2}|\d{4})(\d\d)(\d\d)$/.exec(day) ?? []
  const [, hour, minute, second] = /^(\d\d)(\d\d)(\d\d)$/.exec(time) ?? []
  if (!year || !hour) return undefined
  const now = new Date().getUTCFullYear()
  const century = Math.floor(now / 100) * 100
  const full = year.length === 4 ? Number(year) : Number(year) + century - (Number(year) > now % 100 ? 100 : 0)
  const found = new Date(`${String(full).padStart(4, '0')}-${month}-${date}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(found.getTime()) ? undefined : found
}

const zone = (word: string | undefined): boolean => word === undefined || word.toUpperCase() === 'GMT'

/** NEWGROUPS date time [GMT]. The server's own zone is UTC. RFC 3977 §7.3 */
const newGroups: NntpCommand = async ({ news, say }, [day, time, gmt, ...more]) => {
  const since = instant(day, time)
  if (!since || !zone(gmt) || more.length > 0) return say('501 NEWGROUPS takes a date, a time and GMT')
  const groups = [...news.groups.values()].filter(({ created }) => created >= since)
  return say('231 new newsgroups follow', dotLines(groups.map(active)))
}

/** NEWNEWS wildmat date time [GMT]. RFC 3977 §7.4 */
const newNews: NntpCommand = async ({ news, say }, [pattern, day, time, gmt, ...more]) => {
  const since = instant(day, time)
  if (!pattern || !since || !zone(gmt) || more.length > 0)
    return say('501 NEWNEWS takes a wildmat, a date, a time and GMT')
  const groups = [...news.groups.values()].filter(({ name }) => wildmat(pattern, name))
  const articles = new Set(groups.flatMap((group) => [...group.articles.values()]))
  const ids = [...articles].filter(({ arrived }) => arrived >= since).map(({ id }) => id)
  return say('230 new articles follow', dotLines(ids))
}

export const lists: Readonly<Record<string, NntpCommand>> = { LIST: list, NEWGROUPS: newGroups, NEWNEWS: newNews }
