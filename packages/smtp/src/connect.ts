import { isIPv6 } from 'node:net'
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
  type Transport,
  tlsRefused,
} from '@linewire/wire'
import { ehlo } from './commands/ehlo.ts'
import { greeting } from './commands/greeting.ts'
import { helo } from './commands/helo.ts'
import { starttls } from './commands/starttls.ts'
import { login } from './login.ts'
import type { Reply } from './reply.ts'

/** What SmtpClient.connect() takes. */
export interface SmtpOptions extends CommonOptions {
  /** who we say that we are, to EHLO; the address literal of our end of the connection, unless told. RFC 5321 §4.1.3 */
  name?: string
  /** LMTP in place of SMTP: an answer for each recipient. RFC 2033 */
  lmtp?: boolean
  /**
   * The next message's envelope goes right behind a message, before its reply (RFC 2920 §3.1). Default: where the server
   * offers PIPELINING, unless it is known to fail at that; see `failsAhead`.
   */
  ahead?: boolean
}

/** A connection that is greeted, secured and logged in as its options say. */
export interface Session {
  readonly engine: Engine
  readonly settings: Settings<SmtpOptions>
  readonly greeting: Reply
  readonly lmtp: boolean
  name: string
  capabilities: Capabilities
}

/** Submission (RFC 6409, 8314 §7.3), not the relay's port 25: what has credentials belongs there. */
const smtp: Record<string, Scheme> = {
  smtp: { port: 587, tls: 'starttls' },
  smtps: { port: 465, tls: 'implicit' },
}
const lmtp: Record<string, Scheme> = { lmtp: { port: 24, tls: 'starttls' } }

/** commands in flight when the server takes more than one. RFC 2920 */
const window = 64

/** Connects, secures, logs in. */
export function connect(to: string | URL | SmtpOptions, options?: Partial<SmtpOptions>): Promise<Session> {
  const wanted = settled(to, options)
  const isLmtp = wanted.options.lmtp === true || wanted.url?.scheme === 'lmtp'
  return open(wanted, inOrder, { depth: 1, protocol: isLmtp ? 'lmtp' : 'smtp' }, async (engine) => {
    const welcome = (await engine.submit(greeting(wanted.timeouts.greeting))) as Reply
    const name = wanted.options.name ?? addressLiteral(engine.transport)
    let capabilities = await hello(engine, name, isLmtp)
    if (wanted.tls === 'starttls' && !engine.transport.secure) {
      await secure(engine, wanted.host, capabilities)
      // whatever was said in clear may have been a third party's
      capabilities = await hello(engine, name, isLmtp)
    }
    // not asked again behind it: some servers forget the login at a second EHLO
    await login(engine, capabilities, wanted)
    const session: Session = { engine, settings: wanted, greeting: welcome, lmtp: isLmtp, name, capabilities }
    adjustDepth(session)
    return session
  })
}

/** What EHLO says; a server that does not know EHLO has no extensions. RFC 5321 §3.2 */
export async function hello(engine: Engine, name: string, isLmtp: boolean): Promise<Capabilities> {
  try {
    return (await engine.submit(ehlo(name, isLmtp ? 'LHLO' : 'EHLO'))) as Capabilities
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    if (isLmtp || !['500', '502'].includes(error.code)) throw notWelcome(error, name)
    await engine.submit(helo(name))
    return new Capabilities()
  }
}

/** TLS is required: a server that refuses it is left. RFC 3207 §4.1 */
export async function secure(engine: Engine, host: string, capabilities: Capabilities): Promise<void> {
  if (!capabilities.has('STARTTLS')) {
    // firewalls overwrite what they do not want to be used
    const masked = [...capabilities].some(([name]) => /^X{4,}[A-Z]?$/.test(name))
    throw tlsRefused(host, `does not offer STARTTLS${masked ? ' (something on the way has masked it)' : ''}`)
  }
  await requireTls(host, engine.submit(starttls()))
}

/** Whether what comes next may go right behind a message. */
export function mayGoAhead({ settings: { options }, greeting, capabilities }: Session): boolean {
  return options.ahead ?? !failsAhead(greeting, capabilities)
}

/**
 * Dovecot's submission service, 2.3.19 at least, aborts when it has relayed a message and the next one's RCPT is waiting
 * ("smtp-server-transaction.c: assertion failed: (conn->state.pending_rcpt_cmds == 0)"): the message is sent, and its
 * sender hears nothing. Known by its greeting, or by BURL, which nobody else offers.
 */
export function failsAhead(greeting: Reply, capabilities: Capabilities): boolean {
  return /\bDovecot\b/i.test(greeting.text) || capabilities.has('BURL')
}

/** How many commands may be in flight, as the capabilities have it. */
export function adjustDepth({ engine, settings: { options }, capabilities }: Session): void {
  engine.depth = depthOf(options, capabilities.has('PIPELINING') ? window : 1)
}

/** "[192.0.2.1]", "[IPv6:2001:db8::1]". RFC 5321 §4.1.3 */
export function addressLiteral({ localAddress = '127.0.0.1' }: Pick<Transport, 'localAddress'>): string {
  const plain = localAddress.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  return isIPv6(plain) ? `[IPv6:${plain}]` : `[${plain}]`
}

/** A unix socket needs no TLS; LMTP has a port of its own. */
function settled(to: string | URL | SmtpOptions, options?: Partial<SmtpOptions>): Settings<SmtpOptions> {
  const given = typeof to === 'object' && !(to instanceof URL) ? { ...to, ...options } : options
  const schemes = given?.lmtp === true ? { ...lmtp, ...smtp } : { ...smtp, ...lmtp }
  const wanted = settings(to, options, schemes)
  const local = wanted.host.startsWith('/') && wanted.options.tls === undefined
  return local ? { ...wanted, tls: 'none' } : wanted
}

function notWelcome(error: ReplyError, name: string): ReplyError {
  const { command, code, responseCode, transient, text } = error
  const hint = name.startsWith('[') ? ' (set the option name to your host name: some servers want no address)' : ''
  return new ReplyError({ command, code, responseCode, transient, text: `${text}${hint}` }, { cause: error })
}
