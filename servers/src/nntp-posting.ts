import { fieldOf, fieldsOf } from './news-article.ts'
import type { NntpCommand, NntpConversation } from './nntp.ts'

/** The fields that an article must bring; the server adds what else is missing. RFC 5537 §3.4.1 */
const NEEDED = ['From', 'Newsgroups', 'Subject'] as const

/** Files an article, or says why not. */
function file({ news, options }: NntpConversation, octets: Buffer, origin: 'post' | 'feed'): string | undefined {
  const fields = fieldsOf(octets)
  const missing = NEEDED.find((name) => !fieldOf(fields, name))
  if (missing) return `no ${missing} field`
  if (octets.indexOf('\r\n\r\n') < 0) return 'no empty line behind the header'
  const added = []
  if (!fieldOf(fields, 'Path')) added.push(`Path: localhost!${origin === 'post' ? '.POSTED!' : ''}not-for-mail`)
  if (!fieldOf(fields, 'Date'))
    added.push(`Date: ${(options.now?.() ?? new Date()).toUTCString().replace('GMT', '+0000')}`)
  const head = Buffer.from(added.map((line) => `${line}\r\n`).join(''))
  const filed = news.add(Buffer.concat([head, octets]))
  if (filed === 'duplicate') return '435 duplicate'
  if (filed === 'no group') return 'no such newsgroup here'
  return undefined
}

/** POST: 340, the article, 240. RFC 3977 §6.3.1 */
const post: NntpCommand = async (conversation) => {
  const { options, session, news, say } = conversation
  if (options.posting === false) return say('440 posting is not permitted')
  const id = news.freshId()
  if (!(await say(`340 send it, recommended Message-ID ${id}`))) return false
  const octets = await session.dotBlock()
  const named = fieldOf(fieldsOf(octets), 'Message-ID')
  const whole = named ? octets : Buffer.concat([Buffer.from(`Message-ID: ${id}\r\n`), octets])
  const refused = file(conversation, whole, 'post')
  return say(refused ? `441 ${refused}` : `240 article received ${named ?? id}`)
}

const isId = (word: string | undefined): word is string => /^<[!-=?-~]{1,248}>$/.test(word ?? '')

/** An article that another server offered under this Message-ID. */
function transfer(conversation: NntpConversation, octets: Buffer, id: string): string | undefined {
  if (fieldOf(fieldsOf(octets), 'Message-ID') !== id) return 'another Message-ID than was offered'
  return file(conversation, octets, 'feed')
}

/** IHAVE id: 335, the article, 235. RFC 3977 §6.3.2 */
const ihave: NntpCommand = async (conversation, [id]) => {
  const { session, news, say } = conversation
  if (!isId(id)) return say('501 IHAVE takes a Message-ID')
  if (news.articles.has(id)) return say('435 not wanted')
  if (!(await say('335 send it'))) return false
  const refused = transfer(conversation, await session.dotBlock(), id)
  return say(refused ? `437 ${refused}` : '235 article transferred')
}

/** CHECK id. RFC 4644 §2.4 */
const check: NntpCommand = async ({ news, say }, [id]) => {
  if (!isId(id)) return say('501 CHECK takes a Message-ID')
  return say(news.articles.has(id) ? `438 ${id}` : `238 ${id}`)
}

/** TAKETHIS id: the article is on its way already, and has to be read in any case. RFC 4644 §2.5 */
const takeThis: NntpCommand = async (conversation, [id]) => {
  const { session, say } = conversation
  const octets = await session.dotBlock()
  if (!isId(id)) return say('501 TAKETHIS takes a Message-ID')
  return say(`${transfer(conversation, octets, id) ? 439 : 239} ${id}`)
}

export const posting: Readonly<Record<string, NntpCommand>> = {
  POST: post,
  IHAVE: ihave,
  CHECK: check,
  TAKETHIS: takeThis,
}
