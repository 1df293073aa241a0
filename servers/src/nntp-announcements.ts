import { dotLines } from './dot-stuffed.ts'
import type { NntpCommand, NntpConversation } from './nntp.ts'
import { LIST_KEYWORDS } from './nntp-lists.ts'
import { clearTextMechanisms, saslMechanisms } from './sasl-server.ts'

/** Whether a password may be sent as it is, at this moment. */
export function mayUseClearText({ session, options }: NntpConversation): boolean {
  return session.secure || (options.clearText ?? (options.tls ?? 'none') === 'none')
}

/** Whether STARTTLS may be given: not twice, and not after login. RFC 4642 §2.2 */
export function offersTls({ session, options, user, has }: NntpConversation): boolean {
  return options.tls === 'starttls' && !session.secure && user === undefined && has('STARTTLS')
}

/** The mechanisms for AUTHINFO SASL at this moment. */
export function offeredMechanisms(conversation: NntpConversation): readonly string[] {
  const all = saslMechanisms.filter(conversation.has)
  return mayUseClearText(conversation) ? all : all.filter((mechanism) => !clearTextMechanisms.includes(mechanism))
}

/** CAPABILITIES [keyword]: what holds at this moment. RFC 3977 §5.2 */
const capabilities: NntpCommand = async (conversation, words) => {
  const { options, mode, user, has, say } = conversation
  if (words.length > 1) return say('501 CAPABILITIES takes one keyword')
  const switching = options.mode === 'transit'
  const lines = ['VERSION 2', 'IMPLEMENTATION linewire-servers']
  if (mode === 'transit') lines.push('MODE-READER')
  if (mode === 'reader') {
    lines.push('READER', `LIST ${LIST_KEYWORDS.filter(has).join(' ')}`, 'NEWNEWS', 'HDR', 'XPAT')
    lines.push(has('MSGID') ? 'OVER MSGID' : 'OVER')
    if (options.posting !== false) lines.push('POST')
  }
  // a server that changes its mode is two servers: the reader takes no feed
  if (mode === 'transit' || !switching) lines.push('IHAVE', 'STREAMING')
  if (offersTls(conversation)) lines.push('STARTTLS')
  if (options.users && user === undefined) {
    const mechanisms = has('SASL') ? offeredMechanisms(conversation) : []
    const ways = [mayUseClearText(conversation) && has('USER') ? ' USER' : '', mechanisms.length > 0 ? ' SASL' : '']
    lines.push(`AUTHINFO${ways.join('')}`)
    if (mechanisms.length > 0) lines.push(`SASL ${mechanisms.join(' ')}`)
  }
  return say('101 capability list:', dotLines(lines.filter((line) => has(line.split(' ')[0] ?? ''))))
}

/** MODE READER, RFC 3977 §5.3; MODE STREAM, RFC 4644 §2.3 */
const mode: NntpCommand = async (conversation, [word = '']) => {
  const { options, say, has } = conversation
  if (word.toUpperCase() === 'STREAM' && has('STREAMING')) return say('203 streaming permitted')
  if (word.toUpperCase() !== 'READER') return say('501 no such mode')
  conversation.mode = 'reader'
  return say(options.posting === false ? '201 reader, no posting' : '200 reader, posting allowed')
}

const help: NntpCommand = ({ say }) =>
  say('100 help text follows', dotLines(['This is a server for tests.', 'It knows RFC 3977.']))

/** DATE: yyyymmddhhmmss in UTC. RFC 3977 §7.1 */
const date: NntpCommand = ({ options, say }) => {
  const now = options.now?.() ?? new Date()
  return say(`111 ${now.toISOString().slice(0, 19).replace(/[-T:]/g, '')}`)
}

export const announcements: Readonly<Record<string, NntpCommand>> = {
  CAPABILITIES: capabilities,
  MODE: mode,
  HELP: help,
  DATE: date,
}
