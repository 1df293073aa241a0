import { anonymous } from './anonymous.ts'
import { cramMd5 } from './cram-md5.ts'
import { askedAgain, askedOnce } from './credential.ts'
import { external } from './external.ts'
import { login } from './login.ts'
import type { Credentials, SaslContext, SaslMechanism } from './mechanism.ts'
import { oauthbearer } from './oauthbearer.ts'
import { plain } from './plain.ts'
import { type ScramHash, type ScramOptions, scram } from './scram.ts'
import { xoauth2 } from './xoauth2.ts'

/** A mechanism that the credentials can feed, by name, best first. `family`: after a refusal only another family is worth a try. */
type Candidate = [name: string, make: () => SaslMechanism, family?: string]

/** These show the secret to whoever listens. */
const inClear = new Set(['PLAIN', 'LOGIN', 'XOAUTH2', 'OAUTHBEARER'])

function candidates(
  credentials: Exclude<Credentials, { mechanism: SaslMechanism }>,
  context: SaslContext,
  offered: ReadonlySet<string>,
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
    ...scrams({ user, password, authzid }, context, offered),
    ['PLAIN', () => plain({ user, password, authzid })],
    ['LOGIN', () => login({ user, password })],
    ['CRAM-MD5', () => cramMd5({ user, password })],
    ['ANONYMOUS', () => anonymous({ trace: user })],
  ]
}

const strongestFirst: readonly ScramHash[] = ['SHA-512', 'SHA-256', 'SHA-1']

/** Those that are tied to the TLS connection, where there is something to be tied to, before those that are not. */
function scrams(options: ScramOptions, context: SaslContext, offered: ReadonlySet<string>): Candidate[] {
  const some = strongestFirst.some((hash) => offered.has(`SCRAM-${hash}`) || offered.has(`SCRAM-${hash}-PLUS`))
  const binding = some ? context.channelBinding?.() : undefined
  const candidate = (hash: ScramHash, plus: string, channelBinding: ScramOptions['channelBinding']): Candidate => {
    return [`SCRAM-${hash}${plus}`, () => scram(hash, { ...options, channelBinding }), 'SCRAM']
  }
  const bound = binding ? strongestFirst.map((hash) => candidate(hash, '-PLUS', binding)) : []
  const unbound = strongestFirst.map((hash) => {
    // "y" would be a lie to a server that offers the -PLUS form, and it would refuse. RFC 5802 §6
    const lacking = binding && !offered.has(`SCRAM-${hash}-PLUS`)
    return candidate(hash, '', lacking ? 'not-offered' : undefined)
  })
  return [...bound, ...unbound]
}

/** Without being asked for by name: EXTERNAL only for somebody who gave a certificate and no password, ANONYMOUS never. */
function fits(name: string, credentials: Credentials, context: SaslContext): boolean {
  if (name === 'ANONYMOUS') return false
  if (name !== 'EXTERNAL') return true
  return context.clientCertificate === true && 'password' in credentials && credentials.password === ''
}

/**
 * The mechanisms to try, best first, of those that the server offers (names in any case). Empty when none fits.
 *
 * EXTERNAL · OAUTHBEARER, XOAUTH2 · SCRAM-…-PLUS, and nothing behind it · the best SCRAM, PLAIN, LOGIN, CRAM-MD5. ANONYMOUS
 * only when `credentials.mechanisms` names it, with the user name as its trace.
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
  const usable = candidates(credentials, context, names).filter(([name]) => names.has(name) && allowed(name))
  const wanted = credentials.mechanisms
  if (wanted) {
    const order = [...new Set(wanted.map((name) => name.toUpperCase()))]
    return order.flatMap((name) => usable.filter((candidate) => candidate[0] === name)).map(([, make]) => make())
  }
  // Of the SCRAMs only the best: who was refused there would be refused by the others, and locked out the sooner. Both PLAIN
  // and LOGIN: some servers list one and know the other. Nothing behind -PLUS, which fails where somebody sits in the middle:
  // he must not be told the password next.
  const tried = new Set<string>()
  const list: SaslMechanism[] = []
  for (const [name, make, family = name] of usable) {
    if (tried.has(family) || !fits(name, credentials, context)) continue
    tried.add(family)
    list.push(make())
    if (name.endsWith('-PLUS')) break
  }
  return list
}
