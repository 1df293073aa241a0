import { createHash } from 'node:crypto'
import type { Pop3Command, Pop3Conversation } from './pop3.ts'
import { mayUseClearText, offeredMechanisms, offersTls } from './pop3-capabilities.ts'
import { authenticate, fromBase64 } from './sasl-server.ts'

/** The octets that an answer to a challenge may have. RFC 5034 §4 */
const ANSWER_OCTETS = 12288

/** Gives the maildrop to one who has proved to be its owner; a second session is told to wait. RFC 2449 §8.1.1 */
async function enter(conversation: Pop3Conversation, user: string): Promise<void> {
  const view = conversation.options.users[user]?.maildrop.open()
  if (!view) return conversation.err('[IN-USE] another session holds this maildrop')
  conversation.view = view
  await conversation.ok(`maildrop has ${view.present.length} messages (${view.octets} octets)`)
}

const wrong = (conversation: Pop3Conversation): Promise<void> =>
  conversation.err('[AUTH] authentication failed: user name or password is wrong')

const inClear = (conversation: Pop3Conversation): Promise<void> =>
  conversation.err('[AUTH] no password in clear: use TLS first')

/** USER name: says yes to everybody, so that nobody learns who exists. RFC 1939 §7 */
const user: Pop3Command = async (conversation, argument) => {
  if (!mayUseClearText(conversation)) return inClear(conversation)
  if (argument === '') return conversation.err('USER needs a name')
  conversation.name = argument
  await conversation.ok('send PASS')
}

/** PASS string: all behind the space is the password, spaces too. RFC 1939 §7 */
const pass: Pop3Command = async (conversation, argument) => {
  const { name, options } = conversation
  if (name === undefined) return conversation.err('USER comes first')
  conversation.name = undefined
  const known = Object.hasOwn(options.users, name) && options.users[name]?.password === argument
  return known ? enter(conversation, name) : wrong(conversation)
}

/** APOP name digest: MD5 of the stamp and the password. RFC 1939 §7 */
const apop: Pop3Command = async (conversation, argument) => {
  const [name = '', digest] = argument.split(' ')
  const account = Object.hasOwn(conversation.options.users, name) ? conversation.options.users[name] : undefined
  const expected = createHash('md5').update(`${conversation.stamp}${account?.password}`).digest('hex')
  return account && digest === expected ? enter(conversation, name) : wrong(conversation)
}

/** AUTH mechanism [initial-response]; '=' is an empty response, a lone '*' cancels. RFC 5034 §4 */
const auth: Pop3Command = async (conversation, argument) => {
  const { session, options, err } = conversation
  const [word = '', response] = argument.split(' ')
  const mechanism = word.toUpperCase()
  if (!offeredMechanisms(conversation).includes(mechanism)) return err(`no mechanism ${mechanism} here`)
  const initial = response === '=' ? Buffer.alloc(0) : response === undefined ? undefined : fromBase64(response)
  if (response !== undefined && !initial) return err('the initial response is not base64')
  let broken = false
  const ask = async (challenge: Buffer): Promise<Buffer | undefined> => {
    if (!(await session.reply(`+ ${challenge.toString('base64')}`))) return undefined
    const answer = await session.more(ANSWER_OCTETS)
    const octets = answer === '*' ? undefined : fromBase64(answer)
    broken = answer !== '*' && !octets
    return octets
  }
  const outcome = await authenticate(mechanism, { accounts: options.users, initial, ask })
  if (broken) return err('an answer was not base64')
  if (outcome === 'cancelled') return err('AUTH cancelled')
  if (outcome === 'malformed') return err(`not what ${mechanism} expects`)
  if (outcome === undefined || outcome === 'refused') return wrong(conversation)
  // a server's last word is a challenge of its own, answered by an empty line
  if (outcome.data && !(await ask(outcome.data))) return err('AUTH cancelled')
  await enter(conversation, outcome.user)
}

/** STLS: in this state only, and once. What came before it counts no more. RFC 2595 §4 */
const stls: Pop3Command = async (conversation) => {
  if (!offersTls(conversation)) return conversation.err('no TLS to be had here')
  await conversation.session.startTls('+OK begin TLS')
  conversation.name = undefined
}

/** UTF8: before login only. RFC 6856 §2 */
const utf8: Pop3Command = ({ ok }) => ok('UTF8 enabled')

export const authorization: Readonly<Record<string, Pop3Command>> = {
  USER: user,
  PASS: pass,
  APOP: apop,
  AUTH: auth,
  STLS: stls,
  UTF8: utf8,
}
