import { dotLines } from './dot-stuffed.ts'
import { datum } from './news-article.ts'
import type { NntpCommand } from './nntp.ts'
import { type Found, findAll } from './nntp-range.ts'
import { expression } from './wildmat.ts'

/** The seven that every server has, then one more, which carries its name. RFC 3977 §8.4 */
export const OVERVIEW: readonly string[] = ['Subject', 'From', 'Date', 'Message-ID', 'References', ':bytes', ':lines']
const EXTRA = 'Newsgroups'

/** LIST OVERVIEW.FMT */
export const OVERVIEW_FORMAT: readonly string[] = [
  ...OVERVIEW.map((name) => (name.startsWith(':') ? name : `${name}:`)),
  `${EXTRA}:full`,
]

function overviewLine({ number, article }: Found): string {
  const values = OVERVIEW.map((name) => datum(article, name) ?? '')
  const extra = datum(article, EXTRA)
  return [number, ...values, extra === undefined ? '' : `${EXTRA}: ${extra}`].join('\t')
}

/** OVER, RFC 3977 §8.3; XOVER has another word for nothing, RFC 2980 §2.8 */
const over =
  (none: string): NntpCommand =>
  async (conversation, [spec, ...more]) => {
    const { has, say } = conversation
    if (more.length > 0) return say('501 one range')
    if (spec?.startsWith('<') && !has('MSGID')) return say('503 overview by Message-ID is not supported')
    const found = findAll(conversation, spec)
    if (typeof found === 'string') return say(found)
    if (found.length === 0) return say(none)
    return say('224 overview follows', dotLines(found.map(overviewLine), 'latin1'))
  }

/** HDR field [range | id]. RFC 3977 §8.5 */
const hdr: NntpCommand = async (conversation, [field, spec, ...more]) => {
  const { say } = conversation
  if (field === undefined || more.length > 0) return say('501 HDR takes a field and a range')
  if (!known(field)) return say('503 no such metadata')
  const found = findAll(conversation, spec)
  if (typeof found === 'string') return say(found)
  if (found.length === 0) return say('423 no articles in that range')
  const lines = found.map(({ number, article }) => `${number} ${datum(article, field) ?? ''}`)
  return say('225 headers follow', dotLines(lines, 'latin1'))
}

/** XHDR: as HDR, with "(none)" for a missing field, and the Message-ID where that was asked. RFC 2980 §2.6 */
const xhdr: NntpCommand = async (conversation, [field, spec, ...more]) => {
  const { say } = conversation
  if (field === undefined || more.length > 0) return say('501 XHDR takes a field and a range')
  const found = findAll(conversation, spec)
  if (typeof found === 'string') return say(found)
  const lines = found.map((item) => `${label(item)} ${datum(item.article, field) ?? '(none)'}`)
  return say('221 headers follow', dotLines(lines, 'latin1'))
}

/** XPAT field range|id pattern …: several arguments are one pattern, joined by blanks. RFC 2980 §2.9 */
const xpat: NntpCommand = async (conversation, [field, spec, ...patterns]) => {
  const { say } = conversation
  if (field === undefined || spec === undefined || patterns.length === 0) {
    return say('501 XPAT takes a field, a range and patterns')
  }
  const found = findAll(conversation, spec)
  if (typeof found === 'string') return say(found)
  const wanted = expression(patterns.join(' '))
  const lines = found.flatMap((item) => {
    const value = datum(item.article, field)
    return value !== undefined && wanted.test(value) ? [`${label(item)} ${value}`] : []
  })
  return say('221 headers follow', dotLines(lines, 'latin1'))
}

const label = ({ number, article }: Found): string => (number === 0 ? article.id : String(number))

const known = (field: string): boolean => !field.startsWith(':') || OVERVIEW.includes(field.toLowerCase())

export const overview: Readonly<Record<string, NntpCommand>> = {
  OVER: over('423 no articles in that range'),
  XOVER: over('420 no articles in that range'),
  HDR: hdr,
  XHDR: xhdr,
  XPAT: xpat,
}
