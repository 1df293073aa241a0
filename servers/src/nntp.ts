import { LineServer, type ServerOptions } from './line-server.ts'
import type { NewsGroup, NewsStore } from './news-store.ts'
import { announcements } from './nntp-announcements.ts'
import { lists } from './nntp-lists.ts'
import { logins } from './nntp-logins.ts'
import { overview } from './nntp-overview.ts'
import { posting } from './nntp-posting.ts'
import { reading } from './nntp-reading.ts'
import { LineTooLong } from './reader.ts'
import type { Accounts } from './sasl-server.ts'
import type { Session } from './session.ts'

export interface NntpOptions extends ServerOptions {
  news: NewsStore
  users?: Accounts
  /** Answers 480 to all but a few commands until somebody has logged in. */
  requireLogin?: boolean
  /** 'transit': begins as a feed, reader commands are refused (401) until MODE READER. Default: 'reader'. */
  mode?: 'reader' | 'transit'
  /** False: nobody may post (201, 440). */
  posting?: boolean
  /** Commands and capabilities to leave out: 'OVER', 'HDR', 'CAPABILITIES', 'XOVER', 'MSGID' … */
  without?: readonly string[]
  /** Whether a password may come in clear. Default: only when there is no TLS at all. */
  clearText?: boolean
  /** What DATE says. */
  now?: () => Date
}

/** What a command works on. */
export interface NntpConversation {
  readonly session: Session
  readonly options: NntpOptions
  readonly news: NewsStore
  mode: 'reader' | 'transit'
  group: NewsGroup | undefined
  /** The current article number; undefined when it is invalid. RFC 3977 §6.1 */
  current: number | undefined
  user: string | undefined
  /** What AUTHINFO USER named. */
  name: string | undefined
  has(capability: string): boolean
  /** One reply; false when a fault has replaced it. */
  say(text: string, body?: Uint8Array): Promise<boolean>
}

/** `words` are the arguments, without the verb. */
export type NntpCommand = (conversation: NntpConversation, words: string[]) => Promise<unknown>

/** The longest command line, with CR LF. RFC 3977 §3.1 */
const COMMAND_OCTETS = 512

const commands: Readonly<Record<string, NntpCommand>> = {
  ...announcements,
  ...logins,
  ...reading,
  ...overview,
  ...lists,
  ...posting,
}

/** What a feed may say before MODE READER, and what anybody may say before login. RFC 3977 §3.4, RFC 4643 §2.2 */
const FEED = [
  'CAPABILITIES',
  'MODE',
  'HELP',
  'HEAD',
  'STAT',
  'IHAVE',
  'CHECK',
  'TAKETHIS',
  'AUTHINFO',
  'STARTTLS',
  'DATE',
]
const BEFORE_LOGIN = ['CAPABILITIES', 'MODE', 'HELP', 'AUTHINFO', 'STARTTLS', 'DATE']

/** An NNTP server: RFC 3977, 4642, 4643, 4644, 6048, and XOVER, XHDR, XPAT of RFC 2980. */
export function nntpServer(options: NntpOptions): Promise<LineServer> {
  return LineServer.listen(options, async (session) => {
    const conversation: NntpConversation = {
      session,
      options,
      news: options.news,
      mode: options.mode ?? 'reader',
      group: undefined,
      current: undefined,
      user: undefined,
      name: undefined,
      has: (capability) => !options.without?.includes(capability),
      say: (text, body) => session.reply(text, body),
    }
    await hold(conversation)
  })
}

async function hold(conversation: NntpConversation): Promise<void> {
  const { session, say } = conversation
  await say(conversation.options.posting === false ? '201 linewire, no posting' : '200 linewire, posting allowed')
  for (;;) {
    const line = await session.line(COMMAND_OCTETS - 2).catch((error: unknown) => {
      if (error instanceof LineTooLong) return undefined
      throw error
    })
    if (line === undefined) {
      await say(`501 a command has at most ${COMMAND_OCTETS} octets`)
      continue
    }
    const [word = '', ...words] = line.split(/[ \t]+/).filter((part) => part !== '')
    const verb = word.toUpperCase()
    if (verb === 'QUIT') {
      await say('205 bye')
      return
    }
    await obey(conversation, verb, words)
  }
}

async function obey(conversation: NntpConversation, verb: string, words: string[]): Promise<unknown> {
  const { options, mode, user, has, say } = conversation
  const command = has(verb) && Object.hasOwn(commands, verb) ? commands[verb] : undefined
  if (!command) return say(`500 what is ${verb}?`)
  if (mode === 'transit' && !FEED.includes(verb)) return say('401 MODE-READER this is a feed')
  if (options.requireLogin && user === undefined && !BEFORE_LOGIN.includes(verb)) return say('480 log in first')
  return command(conversation, words)
}
