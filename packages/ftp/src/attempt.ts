import {
  Capabilities,
  type Charset,
  type Command,
  depthOf,
  type Engine,
  inOrderBut,
  open,
  type Reply,
  ReplyError,
  type Route,
  requireTls,
  type Settings,
} from '@linewire/wire'
import { arrive } from './arrival.ts'
import { utf8Names } from './charset.ts'
import { authTls } from './commands/auth-tls.ts'
import { ccc } from './commands/ccc.ts'
import { cwd } from './commands/cwd.ts'
import { greeting } from './commands/greeting.ts'
import { host } from './commands/host.ts'
import type { FtpOptions } from './connect.ts'
import { DataConnections } from './data-connections.ts'
import { tcp } from './data-network.ts'
import { loginOf } from './login.ts'
import { LookAhead, leavesNextAlone } from './look-ahead.ts'
import { parentOf } from './path.ts'
import type { Session } from './session.ts'
import { overTelnet, telnetOf } from './telnet.ts'
import { type ModeCode, TransferParameter, type TypeCode } from './transfer-parameter.ts'

/** These read one command at a time, and drop what comes with it. lftp, FluentFTP */
const oneByOne = /microsoft ftp service|madgoat|mikrotik/i

/** commands in flight where several may be: of 128 octets each they are the 4 KiB that servers keep */
const window = 32

/** ms that one of several commands may take before the server is thought to have lost it */
const patience = 10_000

/** "Some buggy servers send several 226 replies" (lftp), or two to PASS: one that nobody waits for is passed over */
const route: Route<Command<unknown>> = (engine) => inOrderBut(engine, (line) => /^(?:22[56]|230|250) /.test(line))

/** One connection, from the greeting to the working directory. */
export class Attempt {
  /** whether commands were under way that nobody had asked to wait for each other */
  inFlight = false
  readonly #settings: Settings<FtpOptions>
  readonly #charset: Charset | undefined

  constructor(settings: Settings<FtpOptions>, charset: Charset | undefined) {
    this.#settings = settings
    this.#charset = charset
  }

  connect(manner: 'together' | 'one by one'): Promise<Session> {
    const { options, timeouts, tls } = this.#settings
    this.inFlight = false
    // TLS can be taken off where it was put on a connection in clear
    const clears = options.clearControl === true && options.transport === undefined
    const settings = clears ? { ...this.#settings, tls: 'none' as const } : this.#settings
    return open(settings, route, { depth: 1, protocol: 'ftp' }, async (engine) => {
      if (clears && tls === 'implicit') await engine.upgrade()
      if (this.#charset) engine.charset = this.#charset
      const welcome = (await engine.submit(greeting(timeouts.greeting))) as Reply
      if (tls === 'starttls' && !engine.transport.secure) await secure(engine, this.#settings.host)
      if (options.virtualHost !== undefined) await engine.submit(host(options.virtualHost))
      const session = this.#session(engine, welcome, manner === 'together' && !oneByOne.test(welcome.text))
      await this.#begin(session, welcome.code !== 230 && options.login !== false)
      return session
    })
  }

  #session(engine: Engine, welcome: Reply, together: boolean): Session {
    const { options, host, timeouts } = this.#settings
    const { mode = 'auto', active, passiveHost = 'control', tlsOptions, localAddress, proxy } = options
    engine.depth = together ? depthOf(options, window) : 1
    const telnet = telnetOf(welcome.text, options.telnet)
    if (this.#charset) engine.charset = overTelnet(this.#charset, telnet)
    const connections = new DataConnections(engine.transport, {
      mode,
      active,
      passiveHost,
      host,
      tlsOptions,
      localAddress,
      proxy,
      requireSessionReuse: options.requireSessionReuse ?? false,
      protects: options.protectData ?? true,
      timeout: timeouts.connect,
      network: options.network ?? tcp,
    })
    const ahead = new LookAhead(connections, welcome.text)
    // who gives a number knows the server
    ahead.allowed = together && (typeof options.pipelining === 'number' || leavesNextAlone(welcome.text))
    return {
      engine,
      settings: this.#settings,
      greeting: welcome,
      connections,
      charset: this.#charset,
      telnet,
      names: this.#charset ?? utf8Names,
      capabilities: new Capabilities(),
      transfers: {
        connections,
        type: new TransferParameter<TypeCode>('TYPE'),
        mode: new TransferParameter<ModeCode>('MODE', 'S'),
        digest: new TransferParameter<string>('OPTS HASH'),
        ahead,
        usualMode: 'S',
        together,
        announced: false,
        rested: false,
        beat: options.keepAlive?.duringTransfer === true ? options.keepAlive.noop : undefined,
        bodyTimeout: timeouts.body,
      },
    }
  }

  async #begin(session: Session, logsIn: boolean): Promise<void> {
    const { options, timeouts, url } = this.#settings
    const { together } = session.transfers
    const staying = options.login === false || url === undefined || url.path === ''
    const enterUrl = staying ? undefined : () => enter(session.engine, url.path, url.parameters.get('type'))
    // which charset names are in is known only when FEAT has answered
    const known = this.#charset !== undefined || /^[ -~]*$/.test(url?.path ?? '')
    const who = logsIn ? loginOf(session, options.account) : undefined
    const hasty = options.transport === undefined && !(timeouts.reply > 0 && timeouts.reply < patience)
    this.inFlight = together
    await arrive(session, {
      who,
      ...(known && enterUrl ? { behind: enterUrl } : {}),
      patience: hasty ? patience : undefined,
      ahead: options.login !== false,
    })
    this.inFlight = false
    if (!known) await enterUrl?.()
    if (options.clearControl) await session.engine.submit(ccc(session.engine.transport))
  }
}

/** TLS is required: a server that refuses it is left. RFC 4217 §4 */
function secure(engine: Engine, host: string): Promise<void> {
  return requireTls(host, engine.submit(authTls()))
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
