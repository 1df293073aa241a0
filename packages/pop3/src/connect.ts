import {
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

/** Connects, secures, logs in. */
export function connect(to: string | URL | Pop3Options, options?: Partial<Pop3Options>): Promise<Session> {
  const wanted = settings(to, options, schemes)
  return open(wanted, inOrder, { depth: 1, protocol: 'pop3' }, async (engine) => {
    engine.charset = replyCharset
    const welcome = (await engine.submit(greeting(wanted.timeouts.greeting))) as Reply
    let capabilities = await capabilitiesOf(engine)
    if (wanted.tls === 'starttls' && !engine.transport.secure) {
      await secure(engine, wanted.host)
      // whatever was said in clear may have been a third party's
      capabilities = await capabilitiesOf(engine)
    }
    await login(engine, capabilities, wanted)
    // Gmail names PIPELINING only after login
    if (wanted.auth !== undefined && !capabilities.has('PIPELINING')) capabilities = await capabilitiesOf(engine)
    engine.depth = depthOf(wanted.options, capabilities.has('PIPELINING') ? window : 1)
    return { engine, settings: wanted, greeting: welcome, capabilities }
  })
}

/** CAPA is optional: a server without it has no extensions. RFC 2449 §5 */
export async function capabilitiesOf(engine: Engine): Promise<Capabilities> {
  try {
    return (await engine.submit(capa())) as Capabilities
  } catch (error) {
    if (error instanceof ReplyError) return new Capabilities()
    throw error
  }
}

/** TLS is required: a server that refuses it is left. RFC 2595 §4 */
export function secure(engine: Engine, host: string): Promise<void> {
  return requireTls(host, engine.submit(stls()))
}
