import { createHmac, randomBytes } from 'node:crypto'
import { scram } from './scram-server.ts'

/** Whom a server lets in. */
export interface Account {
  password: string
  /** The bearer token for XOAUTH2 and OAUTHBEARER. Without one these mechanisms refuse. */
  token?: string
}

/** Accounts by user name. */
export type Accounts = Readonly<Record<string, Account>>

/** Sends a challenge and resolves to the client's answer; undefined when the client cancels with '*'. */
export type Ask = (challenge: Buffer) => Promise<Buffer | undefined>

/**
 * 'cancelled': the client sent '*'. 'malformed': not what the mechanism expects. 'refused': wrong user, password or
 * token. On success `data` is what the server still has to say (SCRAM's signature).
 */
export type Outcome = { user: string; data?: Buffer } | 'cancelled' | 'malformed' | 'refused'

/** What a mechanism's server side is given. */
export interface Exchange {
  accounts: Accounts
  /** The initial response, when there was one. */
  initial: Buffer | undefined
  ask: Ask
  /** Fresh random text; a test gives the RFC's. */
  nonce: () => string
  /** The octets of a channel binding by its name, where the connection has one: it makes the -PLUS forms possible. */
  channelBinding?: ((type: string) => Buffer | undefined) | undefined
}

const empty = Buffer.alloc(0)

function accountOf(accounts: Accounts, user: string): Account | undefined {
  return Object.hasOwn(accounts, user) ? accounts[user] : undefined
}

/** [authzid] NUL authcid NUL password. RFC 4616 §2 */
async function plain({ accounts, initial, ask }: Exchange): Promise<Outcome> {
  const message = initial ?? (await ask(empty))
  if (!message) return 'cancelled'
  const parts = message.toString().split('\0')
  const [authzid, user, password] = parts
  if (parts.length !== 3 || !user || !password) return 'malformed'
  if (authzid && authzid !== user) return 'refused'
  return accountOf(accounts, user)?.password === password ? { user } : 'refused'
}

/** draft-murchison-sasl-login: two questions, in clear. */
async function login({ accounts, initial, ask }: Exchange): Promise<Outcome> {
  const user = initial ?? (await ask(Buffer.from('Username:')))
  if (!user) return 'cancelled'
  const password = await ask(Buffer.from('Password:'))
  if (!password) return 'cancelled'
  return accountOf(accounts, user.toString())?.password === password.toString() ? { user: user.toString() } : 'refused'
}

/** user SP hex(HMAC-MD5(password, challenge)). RFC 2195 §2; the client may not speak first. */
async function cramMd5({ accounts, initial, ask, nonce }: Exchange): Promise<Outcome> {
  if (initial) return 'malformed'
  const challenge = `<${nonce()}@localhost>`
  const answer = await ask(Buffer.from(challenge))
  if (!answer) return 'cancelled'
  const [, user, digest] = /^(.+) ([0-9a-f]{32})$/.exec(answer.toString()) ?? []
  if (!user || !digest) return 'malformed'
  const account = accountOf(accounts, user)
  if (!account) return 'refused'
  return createHmac('md5', account.password).update(challenge).digest('hex') === digest ? { user } : 'refused'
}

/** user=…^Aauth=Bearer …^A^A. On a bad token the reason comes as a challenge, which the client answers with nothing. */
async function xoauth2({ accounts, initial, ask }: Exchange): Promise<Outcome> {
  const message = initial ?? (await ask(empty))
  if (!message) return 'cancelled'
  const [, user, token] = /^user=([^\x01]+)\x01auth=Bearer ([^\x01]+)\x01\x01$/.exec(message.toString()) ?? []
  if (!user || !token) return 'malformed'
  if (accountOf(accounts, user)?.token === token) return { user }
  await ask(Buffer.from('{"status":"401","schemes":"bearer","scope":"https://mail.example/"}'))
  return 'refused'
}

/** GS2 header, then key=value pairs between ^A. RFC 7628 §3.1; the failure is answered with a lone ^A, §3.2.3 */
async function oauthBearer({ accounts, initial, ask }: Exchange): Promise<Outcome> {
  const message = initial ?? (await ask(empty))
  if (!message) return 'cancelled'
  const [, user, token] = /^n,a=([^,]+),\x01(?:[^\x01]*\x01)*?auth=Bearer ([^\x01]+)\x01/.exec(message.toString()) ?? []
  if (!user || !token || !message.toString().endsWith('\x01\x01')) return 'malformed'
  if (accountOf(accounts, user)?.token === token) return { user }
  await ask(Buffer.from('{"status":"invalid_token","scope":"mail"}'))
  return 'refused'
}

const mechanisms: Record<string, (exchange: Exchange) => Promise<Outcome>> = {
  PLAIN: plain,
  LOGIN: login,
  'CRAM-MD5': cramMd5,
  XOAUTH2: xoauth2,
  OAUTHBEARER: oauthBearer,
  'SCRAM-SHA-1': (exchange) => scram('sha1', exchange),
  'SCRAM-SHA-256': (exchange) => scram('sha256', exchange),
}

/** The names of all mechanisms here, the strongest first. */
export const saslMechanisms: readonly string[] = Object.keys(mechanisms).reverse()

/** Mechanisms that need a `channelBinding`, and are in nobody's list without one. */
const boundMechanisms: Record<string, (exchange: Exchange) => Promise<Outcome>> = {
  'SCRAM-SHA-1-PLUS': (exchange) => scram('sha1', exchange, true),
  'SCRAM-SHA-256-PLUS': (exchange) => scram('sha256', exchange, true),
  'SCRAM-SHA-512-PLUS': (exchange) => scram('sha512', exchange, true),
}

/** Mechanisms that show the password to whoever listens. */
export const clearTextMechanisms: readonly string[] = ['PLAIN', 'LOGIN']

/** The server's side of a SASL exchange, whatever protocol carries it. An unknown mechanism is undefined. */
export async function authenticate(
  mechanism: string,
  exchange: Omit<Exchange, 'nonce'> & { nonce?: () => string },
): Promise<Outcome | undefined> {
  const known = exchange.channelBinding ? { ...mechanisms, ...boundMechanisms } : mechanisms
  const hold = Object.hasOwn(known, mechanism) ? known[mechanism] : undefined
  return hold?.({ nonce: () => randomBytes(18).toString('base64url'), ...exchange })
}

/** Base64 as SASL has it: nothing but the alphabet and the right padding, or undefined. RFC 4648 §4 */
export function fromBase64(text: string): Buffer | undefined {
  const octets = Buffer.from(text, 'base64')
  return octets.toString('base64') === text ? octets : undefined
}
