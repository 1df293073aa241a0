import { authenticate, clearTextMechanisms, fromBase64, saslMechanisms } from '../sasl-server.ts'
import { type ImapCommand, type ImapConversation, privacyRequired } from './conversation.ts'
import { SyntaxFault } from './scanner.ts'

const EXTENSIONS = [
  'LITERAL+',
  'SASL-IR',
  'ID',
  'ENABLE',
  'IDLE',
  'NAMESPACE',
  'CHILDREN',
  'UIDPLUS',
  'UNSELECT',
  'MOVE',
  'ESEARCH',
  'MULTIAPPEND',
  'SPECIAL-USE',
  'LIST-EXTENDED',
  'LIST-STATUS',
]
const BEFORE_LOGIN = new Set(['LITERAL+', 'SASL-IR', 'ID', 'ENABLE', 'IDLE'])

/** "IMAP4rev1 …": what can be used at this moment. RFC 9051 §6.1.1 */
export function capabilities(imap: ImapConversation): string {
  const { options, session } = imap
  const before = imap.state === 'not authenticated'
  const all = ['IMAP4rev1', ...EXTENSIONS.filter((name) => !before || BEFORE_LOGIN.has(name))]
  if (before) {
    if (options.tls === 'starttls' && !session.secure) all.push('STARTTLS')
    if (!imap.clearTextAllowed) all.push('LOGINDISABLED')
    all.push(...mechanisms(imap).map((name) => `AUTH=${name}`))
  }
  return all.filter((name) => imap.has(name)).join(' ')
}

function mechanisms(imap: ImapConversation): string[] {
  return saslMechanisms.filter(
    (name) => imap.has(`AUTH=${name}`) && (imap.clearTextAllowed || !clearTextMechanisms.includes(name)),
  )
}

function welcome(imap: ImapConversation, user: string): string {
  imap.enter(user)
  return imap.options.announce === false ? 'OK Logged in' : `OK [CAPABILITY ${capabilities(imap)}] Logged in`
}

/** The other side of a challenge could not be asked: the fault injector has spoken instead. */
class Interrupted extends Error {}

/** Any state, and the state before login. RFC 9051 §6.1, 6.2 */
export const loginCommands: Record<string, ImapCommand> = {
  async CAPABILITY(imap, scanner) {
    scanner.end()
    await imap.say(`* CAPABILITY ${capabilities(imap)}`)
    return 'OK CAPABILITY completed'
  },

  async NOOP(_imap, scanner) {
    scanner.end()
    return 'OK NOOP completed'
  },

  async ID(imap, scanner) {
    scanner.space()
    if (scanner.peek() === '(') {
      scanner.list(() => (scanner.peek() === '"' || scanner.peek() === '{' ? scanner.string() : scanner.atom()))
    } else if (scanner.atom().toUpperCase() !== 'NIL') scanner.fault('NIL or a list expected')
    scanner.end()
    await imap.say('* ID ("name" "linewire test server")')
    return 'OK ID completed'
  },

  async STARTTLS(imap, scanner) {
    scanner.end()
    if (imap.options.tls !== 'starttls' || imap.session.secure) return 'BAD STARTTLS not possible'
    await imap.session.startTls(`${imap.tag} OK Begin TLS negotiation now`)
    return undefined
  },

  async LOGIN(imap, scanner) {
    scanner.space()
    const user = scanner.astring()
    scanner.space()
    const password = scanner.astring()
    scanner.end()
    if (!imap.clearTextAllowed) return privacyRequired
    // "__proto__" is a name like any other
    const account = Object.hasOwn(imap.options.users, user) ? imap.options.users[user] : undefined
    if (account?.password !== password) return 'NO [AUTHENTICATIONFAILED] Wrong user or password'
    return welcome(imap, user)
  },

  async AUTHENTICATE(imap, scanner) {
    scanner.space()
    const name = scanner.atom().toUpperCase()
    const text = scanner.accept(' ') ? scanner.run('initial response', (character) => character !== ' ') : undefined
    scanner.end()
    if (text !== undefined && !imap.has('SASL-IR')) return 'BAD No initial response without SASL-IR'
    if (!mechanisms(imap).includes(name)) {
      return clearTextMechanisms.includes(name) && !imap.clearTextAllowed ? privacyRequired : 'NO Unknown mechanism'
    }
    // RFC 4959 §3: "=" is an initial response of no octets
    const initial = text === undefined ? undefined : decode(text === '=' ? '' : text)
    const ask = async (challenge: Buffer): Promise<Buffer | undefined> => {
      if (!(await imap.session.reply(`+ ${challenge.toString('base64')}`))) throw new Interrupted()
      const answer = await imap.session.more()
      return answer === '*' ? undefined : decode(answer)
    }
    try {
      const outcome = await authenticate(name, { accounts: imap.options.users, initial, ask })
      if (outcome === undefined || outcome === 'refused') return 'NO [AUTHENTICATIONFAILED] Authentication failed'
      if (outcome === 'cancelled') return 'BAD Authentication cancelled'
      if (outcome === 'malformed') return 'BAD Not what the mechanism expects'
      // the last word of the mechanism is a challenge here; the client answers with nothing
      if (outcome.data) await ask(outcome.data)
      return welcome(imap, outcome.user)
    } catch (error) {
      if (error instanceof Interrupted) return undefined
      throw error
    }
  },
}

function decode(text: string): Buffer {
  const octets = fromBase64(text)
  if (!octets) throw new SyntaxFault('base64 expected')
  return octets
}
