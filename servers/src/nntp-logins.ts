import type { NntpCommand, NntpConversation } from './nntp.ts'
import { mayUseClearText, offeredMechanisms, offersTls } from './nntp-announcements.ts'
import { authenticate, fromBase64 } from './sasl-server.ts'

/** AUTHINFO USER, PASS and SASL. RFC 4643 §2 */
const authinfo: NntpCommand = async (conversation, [way = '', ...words]) => {
  const { options, user, has, say } = conversation
  if (!options.users) return say('502 there is nobody to log in as')
  if (user !== undefined) return say('502 you have logged in already')
  const word = way.toUpperCase()
  if (word === 'SASL' && has('SASL')) return sasl(conversation, words)
  if (word !== 'USER' && word !== 'PASS') return say('501 AUTHINFO takes USER, PASS or SASL')
  if (!mayUseClearText(conversation)) return say('483 TLS first')
  // a password may hold spaces: all behind the second word counts
  const value = /^\S+\s+\S+ (.+)$/s.exec(conversation.session.command)?.[1]
  if (value === undefined) return say(`501 AUTHINFO ${word} needs a value`)
  return word === 'USER' ? named(conversation, value) : passed(conversation, value)
}

async function named(conversation: NntpConversation, name: string): Promise<boolean> {
  conversation.name = name
  return conversation.say('381 send the password')
}

async function passed(conversation: NntpConversation, password: string): Promise<boolean> {
  const { name, options, say } = conversation
  if (name === undefined) return say('482 AUTHINFO USER comes first')
  conversation.name = undefined
  const known = options.users && Object.hasOwn(options.users, name) && options.users[name]?.password === password
  if (!known) return say('481 user name or password is wrong')
  conversation.user = name
  return say('281 welcome')
}

/** AUTHINFO SASL mechanism [initial-response]; an empty one is '='. RFC 4643 §2.4 */
async function sasl(conversation: NntpConversation, [word = '', response]: string[]): Promise<boolean> {
  const { session, options, say } = conversation
  const mechanism = word.toUpperCase()
  if (!offeredMechanisms(conversation).includes(mechanism)) return say('503 no such mechanism')
  const initial = response === undefined ? undefined : decoded(response)
  if (response !== undefined && !initial) return say('504 not base64')
  let broken = false
  const outcome = await authenticate(mechanism, {
    accounts: options.users ?? {},
    initial,
    ask: async (challenge) => {
      if (!(await session.reply(`383 ${challenge.toString('base64') || '='}`))) return undefined
      const answer = await session.more()
      const octets = answer === '*' ? undefined : decoded(answer)
      broken = answer !== '*' && !octets
      return octets
    },
  })
  if (broken) return say('504 not base64')
  if (outcome === 'cancelled') return say('481 cancelled')
  if (outcome === 'malformed') return say(`482 not what ${mechanism} expects`)
  if (outcome === undefined || outcome === 'refused') return say('481 user name or password is wrong')
  conversation.user = outcome.user
  return say(outcome.data ? `283 ${outcome.data.toString('base64')}` : '281 welcome')
}

const decoded = (text: string): Buffer | undefined => (text === '=' ? Buffer.alloc(0) : fromBase64(text))

/** STARTTLS: the group, the current article and half a login are forgotten. RFC 4642 §2.2 */
const startTls: NntpCommand = async (conversation) => {
  const { options, say } = conversation
  if (options.tls !== 'starttls') return say('580 no TLS to be had here')
  if (!offersTls(conversation)) return say('502 not now')
  if (!(await conversation.session.startTls('382 begin TLS'))) return false
  conversation.group = undefined
  conversation.current = undefined
  conversation.name = undefined
  return true
}

export const logins: Readonly<Record<string, NntpCommand>> = { AUTHINFO: authinfo, STARTTLS: startTls }
