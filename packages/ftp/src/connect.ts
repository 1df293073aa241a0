import {
  ArgumentError,
  Capabilities,
  type Charset,
  type CommonOptions,
  depthOf,
  type Engine,
  inOrder,
  open,
  type Reply,
  ReplyError,
  requireTls,
  type Scheme,
  type Settings,
  settings,
  TlsError,
  utf8,
} from '@linewire/wire'
import { charsetOf, octetNames } from './charset.ts'
import { authTls } from './commands/auth-tls.ts'
import { cwd } from './commands/cwd.ts'
import { feat } from './commands/feat.ts'
import { greeting } from './commands/greeting.ts'
import { opts } from './commands/opts.ts'
import { pbsz } from './commands/pbsz.ts'
import { prot } from './commands/prot.ts'
import { type ActiveOptions, DataConnections, type DataMode } from './data-connections.ts'
import { login } from './login.ts'
import { parentOf } from './path.ts'
import type { TransferState } from './transfer.ts'
import { TransferType } from './transfer-type.ts'

/** What FtpClient.connect() takes beyond what all clients take. */
export interface FtpOptions extends CommonOptions {
  /** asked for by few servers, behind the password */
  account?: string
  /** `false`: connect alone; login() follows. Anonymous where there is no `auth` and nothing else is said. */
  login?: boolean
  /** how data connections are made; `auto`: EPSV, and PASV where that is refused or leads nowhere; through a proxy not `active` */
  mode?: DataMode
  /** for `mode: 'active'` */
  active?: ActiveOptions
  /** the charset of names, when the server does not say UTF8 or says it wrongly: any that iconv-lite knows */
  encoding?: string
  /** the zone of the server's clock, for listings that do not tell it: `Europe/Berlin`, `+02:00`; UTC unless told */
  timezone?: string
  /** `false`: with TLS on the control connection, data goes in clear all the same */
  protectData?: boolean
  /** a data connection over TLS that does not resume the control connection's session is not used */
  requireSessionReuse?: boolean
}

/** A connection that is greeted, secured and logged in as its options say. */
export interface Session {
  readonly engine: Engine
  readonly settings: Settings<FtpOptions>
  readonly greeting: Reply
  readonly connections: DataConnections
  readonly transfers: TransferState
  capabilities: Capabilities
}

/** The ports of RFC 959 §8 and 4217 §5. */
const schemes: Record<string, Scheme> = {
  ftp: { port: 21, tls: 'starttls', anonymous: 'none' },
  ftps: { port: 990, tls: 'implicit' },
}

/** These read one command at a time, and drop what comes with it. */
const oneByOne = /microsoft ftp service|madgoat|mikrotik/i

/** Connects, secures, logs in. */
export async function connect(to: string | URL | FtpOptions, options?: Partial<FtpOptions>): Promise<Session> {
  const wanted = settings(to, options, schemes)
  const { timeouts, url, host } = wanted
  const { mode = 'auto', active, encoding, login: logsIn = true, tlsOptions, localAddress, proxy } = wanted.options
  if (mode === 'active' && proxy !== undefined) {
    throw new ArgumentError("mode: 'active' cannot work through a proxy: the server could not call us")
  }
  // loaded first: once the server has greeted, nothing may be waited for
  const charset = encoding === undefined ? undefined : await charsetOf(encoding)
  return open(wanted, inOrder, { depth: 1, protocol: 'ftp' }, async (engine) => {
    if (charset) engine.charset = charset
    const welcome = (await engine.submit(greeting(timeouts.greeting))) as Reply
    if (wanted.tls === 'starttls' && !engine.transport.secure) await secure(engine, host)
    if (logsIn && welcome.code !== 230) await login(engine, wanted, wanted.options.account)
    const connections = new DataConnections(engine.transport, {
      mode,
      active,
      host,
      tlsOptions,
      localAddress,
      proxy,
      requireSessionReuse: wanted.options.requireSessionReuse ?? false,
      timeout: timeouts.connect,
    })
    const transfers = { connections, type: new TransferType(), rested: false, bodyTimeout: timeouts.body }
    const capabilities = new Capabilities()
    const session: Session = { engine, settings: wanted, greeting: welcome, connections, transfers, capabilities }
    await introduce(session, charset)
    if (logsIn && url !== undefined && url.path !== '') await enter(engine, url.path, url.parameters.get('type'))
    return session
  })
}

/** TLS is required: a server that refuses it is left. RFC 4217 §4 */
export function secure(engine: Engine, host: string): Promise<void> {
  return requireTls(host, engine.submit(authTls()))
}

/**
 * What the server can do, what its names are written in, and that its data is protected. These do not depend on each
 * other, and go out in two flights. Some answer FEAT only behind the login: it is asked for again then.
 */
export async function introduce(session: Session, charset?: Charset): Promise<void> {
  const { engine, settings: wanted, connections } = session
  const together = oneByOne.test(session.greeting.text) ? 1 : depthOf(wanted.options, 4)
  const depth = engine.depth
  engine.depth = together
  try {
    const asked = engine.submit(feat()) as Promise<Capabilities>
    const features = asked.catch(orElse(new Capabilities()))
    await Promise.all([features, protect(engine, connections, wanted.options.protectData ?? true)])
    session.capabilities = await features
    const speaksUtf8 = session.capabilities.has('UTF8')
    if (!charset && wanted.options.encoding === undefined) engine.charset = speaksUtf8 ? utf8 : octetNames
    // a server that says UTF8 may still want to be told so, and may not like to be
    await Promise.all(
      options(session.capabilities).map((option) => engine.submit(opts(option)).catch(orElse(undefined))),
    )
  } finally {
    engine.depth = depthOf(wanted.options, depth)
  }
}

async function protect(engine: Engine, connections: DataConnections, wanted: boolean): Promise<void> {
  if (!engine.transport.secure) return
  const level = wanted ? 'P' : 'C'
  try {
    const size = engine.submit(pbsz()).catch(orElse(undefined))
    const said = engine.submit(prot(level))
    said.catch(() => {}) // what PBSZ fails of comes first
    await size
    await said
    connections.protected = wanted
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    // 530: only behind the login, where it is asked for again
    if (!wanted || error.code === '530') return
    throw new TlsError(
      `the server does not protect data (${error.message}): with protectData: false it goes in clear`,
      'ERR_TLS_REFUSED',
      { cause: error },
    )
  }
}

/** `UTF8 ON`, and the facts of MLSD that are needed and off. RFC 2640, 3659 §7.9 */
function options(capabilities: Capabilities): string[] {
  const wanted = capabilities.has('UTF8') ? ['UTF8 ON'] : []
  const facts = capabilities.get('MLST').join('').split(';').filter(Boolean)
  const needed = new Set(['type', 'size', 'modify'])
  const isOff = facts.some((fact) => needed.has(fact.toLowerCase()))
  if (!isOff) return wanted
  const on = facts.filter((fact) => fact.endsWith('*') || needed.has(fact.toLowerCase()))
  return [...wanted, `MLST ${on.map((fact) => `${fact.replace('*', '')};`).join('')}`]
}

const orElse =
  <T>(value: T) =>
  (error: unknown): T => {
    if (error instanceof ReplyError) return value
    throw error
  }

/** The directory of a URL. With `;type=a` or `i` its path may be a file: then that file's directory. RFC 1738 §3.2.2 */
async function enter(engine: Engine, path: string, type: string | undefined): Promise<void> {
  try {
    await engine.submit(cwd(path))
  } catch (error) {
    const { directory } = parentOf(path)
    if (!(error instanceof ReplyError) || !/^[ai]$/i.test(type ?? '')) throw error
    if (directory !== '') await engine.submit(cwd(directory))
  }
}
