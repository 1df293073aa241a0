import { cramMd5 } from './cram-md5.ts'
import { askedAgain, askedOnce } from './credential.ts'
import { external } from './external.ts'
import { login } from './login.ts'
import type { Credentials, SaslContext, SaslMechanism } from './mechanism.ts'
import { oauthbearer } from './oauthbearer.ts'
import { plain } from './plain.ts'
import { scram } from './scram.ts'
import { xoauth2 } from './xoauth2.ts'

/** A mechanism that the credentials can feed, by name, best first. `family`: after a refusal only another family is worth a try. */
type Candidate = [name: string, make: () => SaslMechanism, family?: string]

/** These show the secret to whoever listens. */
const inClear = new Set(['PLAIN', 'LOGIN', 'XOAUTH2', 'OAUTHBEARER'])

function candidates(
  credentials: Exclude<Credentials, { mechanism: SaslMechanism }>,
  context: SaslContext,
): Candidate[] {
  const { user } = credentials
  if ('token' in credentials) {
    const token = askedAgain(credentials.token)
    const { host, port } = context
    return [
      ['OAUTHBEARER', () => oauthbearer({ user, token, host, port })],
      ['XOAUTH2', () => xoauth2({ user, token })],
    ]
  }
  const authzid = credentials.authzid
  const password = askedOnce(credentials.password)
  return [
    ['EXTERNAL', () => external({ authzid: authzid ?? user })],
    ['SCRAM-SHA-512', () => scram('SHA-512', { user, password, authzid }), 'SCRAM'],
    ['SCRAM-SHA-256', () => scram('SHA-256', { user, password, authzid }), 'SCRAM'],
    ['SCRAM-SHA-1', () => scram('SHA-1', { user, password, authzid }), 'SCRAM'],
    ['PLAIN', () => plain({ user, password, authzid })],
    ['LOGIN', () => login({ user, password })],
    ['CRAM-MD5', () => cramMd5({ user, password })],
  ]
}

/** EXTERNAL only for somebody who gave a certificate and no password, unless it was asked for by name. */
function fits(name: string, credentials: Credentials, context: SaslContext): boolean {
  if (name !== 'EXTERNAL') return true
  return context.clientCertificate === true && 'password' in credentials && credentials.password === ''
}

/**
 * The mechanisms to try, best first, of those that the server offers (names in any case). Empty when none fits.
 *
 * EXTERNAL · OAUTHBEARER, XOAUTH2 · the best SCRAM, PLAIN, LOGIN, CRAM-MD5. Of the SCRAMs only the best: who was refused there
 * would be refused by the others, and locked out the sooner. Both PLAIN and LOGIN: some servers list one and know the other.
 * Passwords and tokens in clear go out only over a `secure` connection, unless `allowInsecure`.
 * `credentials.mechanisms` restricts the list and orders it; `credentials.mechanism` is tried whether or not it is offered.
 *
 * The mechanisms of one list share their secret: a password is asked for at most once, and the second question for a token
 * is one for a fresh token.
 */
export function mechanisms(
  offered: readonly string[],
  credentials: Credentials,
  context: SaslContext,
  allowInsecure = false,
): SaslMechanism[] {
  const allowed = (name: string) => context.secure || allowInsecure || !inClear.has(name.toUpperCase())
  if ('mechanism' in credentials) return allowed(credentials.mechanism.name) ? [credentials.mechanism] : []

  const names = new Set(offered.map((name) => name.toUpperCase()))
  const usable = candidates(credentials, context).filter(([name]) => names.has(name) && allowed(name))
  const wanted = credentials.mechanisms
  if (wanted) {
    const order = [...new Set(wanted.map((name) => name.toUpperCase()))]
    return order.flatMap((name) => usable.filter((candidate) => candidate[0] === name)).map(([, make]) => make())
  }
  const tried = new Set<string>()
  const list: SaslMechanism[] = []
  for (const [name, make, family = name] of usable) {
    if (tried.has(family) || !fits(name, credentials, context)) continue
    tried.add(family)
    list.push(make())
  }
  return list
}
