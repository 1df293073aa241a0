import {
  ArgumentError,
  type CallOptions,
  Capabilities,
  type CommonOptions,
  depthOf,
  type Engine,
  inOrder,
  open,
  ReplyError,
  requireTls,
  type Scheme,
  type Settings,
  settings,
} from '@linewire/wire'
import { capa } from './commands/capa.ts'
import { greeting } from './commands/greeting.ts'
import { stls } from './commands/stls.ts'
import { login } from './login.ts'
import type { Reply } from './reply.ts'
import { replyCharset } from './reply-charset.ts'

/** What Pop3Client.connect() takes; nothing beyond what all clients take. */
export type Pop3Options = CommonOptions

/** A connection that is greeted, secured and logged in as its options say. */
export interface Session {
  readonly engine: Engine
  readonly settings: Settings<Pop3Options>
  readonly greeting: Reply
  capabilities: Capabilities
}

/** The ports of RFC 1939 §3 and 8314 §7.3. */
const schemes: Record<string, Scheme> = {
  pop: { port: 110, tls: 'starttls' },
  pop3: { port: 110, tls: 'starttls' },
  pops: { port: 995, tls: 'implicit' },
  pop3s: { port: 995, tls: 'implicit' },
}

/** commands in flight when the server takes more than one. RFC 2449 §6.6 */
const window = 256

/**
 * Connects, secures, logs in.
 * @throws {ArgumentError} when the URL has a path: one of POP3 names a maildrop, and nothing in it. RFC 2384 §3
 */
export async function connect(to: string | URL | Pop3Options, options?: Partial<Pop3Options>): Promise<Session> {
  const wanted = settings(to, options, schemes)
  if (wanted.url && (wanted.url.path !== '' || wanted.url.parameters.size > 0)) {
    throw new ArgumentError('a URL of POP3 ends behind host and port: there is no path to a message')
  }
  return open(wanted, inOrder, { depth: 1, protocol: 'pop3' }, async (engine) => {
    engine.charset = replyCharset
    const welcome = (await engine.submit(greeting(wanted.timeouts.greeting))) as Reply
    const session: Session = { engine, settings: wanted, greeting: welcome, capabilities: new Capabilities() }
    await refresh(session)
    if (wanted.tls === 'starttls' && !engine.transport.secure) {
      await secure(session)
      // whatever was said in clear may have been a third party's
      await refresh(session)
    }
    await enter(session)
    return session
  })
}

/** Asks for the capabilities again: they say how many commands may be in flight. RFC 2449 §5, §6.6 */
export async function refresh(session: Session, options?: CallOptions): Promise<void> {
  const { engine, settings } = session
  session.capabilities = await capabilitiesOf(engine, options)
  engine.depth = depthOf(settings.options, session.capabilities.has('PIPELINING') ? window : 1)
}

/** Logs in, where there are credentials. */
export async function enter(
  session: Session,
  settings: Settings<Pop3Options> = session.settings,
  options?: CallOptions,
): Promise<void> {
  await login(session, settings, options)
  // Gmail names PIPELINING only after login
  if (settings.auth !== undefined && !session.capabilities.has('PIPELINING')) await refresh(session, options)
}

/** CAPA is optional: a server without it has no extensions. RFC 2449 §5 */
async function capabilitiesOf(engine: Engine, options?: CallOptions): Promise<Capabilities> {
  try {
    return (await engine.submit(capa(), options)) as Capabilities
  } catch (error) {
    if (error instanceof ReplyError) return new Capabilities()
    throw error
  }
}

/** TLS is required: a server that refuses it is left. RFC 2595 §4 */
export function secure({ engine, settings }: Session, options?: CallOptions): Promise<void> {
  return requireTls(settings.host, engine.submit(stls(), options))
}
