import {
  type CommonOptions,
  depthOf,
  type Exchange,
  open,
  requireTls,
  type Scheme,
  settings,
  tlsRefused,
} from '@linewire/wire'
import { byTag, tagOf } from './by-tag.ts'
import { capability } from './commands/capability.ts'
import { greeting } from './commands/greeting.ts'
import { type IdFields, id } from './commands/id.ts'
import { starttls } from './commands/starttls.ts'
import { login } from './login.ts'
import { Session } from './session.ts'
import { State } from './state.ts'

/** What ImapClient.connect() takes. */
export interface ImapOptions extends CommonOptions {
  /**
   * What the client says of itself after login; `{ name: 'linewire' }` unless told, null for nothing. Some servers
   * (163.com, QQ) let nobody in who does not say it. RFC 2971
   */
  id?: IdFields | null
}

/** The ports of RFC 9051 §2.1 and 8314 §7.1. */
const schemes: Record<string, Scheme> = {
  imap: { port: 143, tls: 'starttls' },
  imaps: { port: 993, tls: 'implicit' },
}

/** commands in flight: enough for a flight behind login and for windows of FETCH */
const depth = 8

/** octets; an ENVELOPE or the numbers of a SEARCH are one line, and some mailboxes are large */
const lineLimit = 8 * 1024 * 1024

/** Connects, secures, logs in, and says who we are. */
export function connect(to: string | URL | ImapOptions, options?: Partial<ImapOptions>): Promise<Session> {
  const given = settings(to, options, schemes)
  const limits = { ...given.limits, line: given.options.limits?.line ?? lineLimit }
  const wanted = { ...given, limits }
  const state = new State()
  const speaking = { prefix: (exchange: Exchange): string => `${tagOf(exchange)} `, protocol: 'imap' }
  return open(wanted, byTag(state, limits), speaking, async (engine) => {
    const session = new Session(engine, wanted, state)
    session.greeting = await session.run(greeting(wanted.timeouts.greeting))
    const preauth = session.greeting.code === 'PREAUTH'
    if (wanted.tls === 'starttls' && !engine.transport.secure) {
      if (preauth) throw tlsRefused(wanted.host, 'has logged us in in clear (PREAUTH), where STARTTLS is not allowed')
      await secure(session)
    }
    if (!preauth && wanted.auth !== undefined) await authenticated(session)
    else await known(session)
    if (preauth || wanted.auth !== undefined) introduce(session)
    engine.depth = depthOf(wanted.options, depth)
    return session
  })
}

/** Logs in. What the server can do is another thing then: it says so with its OK, or is asked. RFC 9051 §6.2.2, §6.2.3 */
export async function authenticated(session: Session, auth = session.settings.auth): Promise<void> {
  if (auth === undefined) return
  await known(session)
  const { state } = session
  const before = state.known
  await login(session, auth)
  if (state.known === before) await session.run(capability())
}

/** TLS is required: a server that refuses it is left. RFC 9051 §6.2.1 */
export async function secure(session: Session): Promise<void> {
  await requireTls(session.settings.host, session.run(starttls()))
  // whatever was said in clear may have been a third party's
  session.state.known = undefined
}

/** Asks for the capabilities, unless the server has told them already. */
export async function known(session: Session): Promise<void> {
  if (session.state.known === undefined) await session.run(capability())
}

/** ID goes out with whatever comes next, and nobody waits for it. */
function introduce(session: Session): void {
  const fields = session.settings.options.id
  if (fields === null || !session.state.capabilities.has('ID')) return
  session.run(id(fields ?? { name: 'linewire' })).then(
    (server) => {
      session.serverId = server
    },
    () => {}, // a server that does not want to know, or a connection that has gone: the next command says so
  )
}
