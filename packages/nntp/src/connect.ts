import {
  Capabilities,
  type Command,
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
} from '@linewire/wire'
import { window } from './articles.ts'
import { capabilities } from './commands/capabilities.ts'
import { greeting } from './commands/greeting.ts'
import { group } from './commands/group.ts'
import { modeReader } from './commands/mode-reader.ts'
import { starttls } from './commands/starttls.ts'
import { login } from './login.ts'
import { AuthRequiredError, EncryptionRequiredError } from './refusals.ts'

/** What NntpClient.connect() takes. */
export interface NntpOptions extends CommonOptions {
  /**
   * `reader` (the default): a server that can be both is asked to serve readers (MODE READER). `transit`: it is left as
   * it is, for ihave().
   */
  mode?: 'reader' | 'transit'
}

/** A connection that is greeted, secured and logged in as its options say. */
export interface Session {
  readonly engine: Engine
  readonly settings: Settings<NntpOptions>
  readonly greeting: Reply
  capabilities: Capabilities
  /** as the greeting or MODE READER said */
  postingAllowed: boolean
}

/** The ports of RFC 3977 §3.1 and 8143 §2; news: is another name of nntp: here. RFC 5538 */
const schemes: Record<string, Scheme> = {
  nntp: { port: 119, tls: 'starttls', anonymous: 'none' },
  nntps: { port: 563, tls: 'implicit' },
  news: { port: 119, tls: 'starttls', anonymous: 'none' },
  snews: { port: 563, tls: 'implicit' },
}

/** Connects, secures, becomes a reader, logs in; selects the group that the URL names. */
export function connect(to: string | URL | NntpOptions, options?: Partial<NntpOptions>): Promise<Session> {
  const wanted = settings(to, options, schemes)
  return open(wanted, inOrder, { depth: 1, protocol: 'nntp' }, async (engine) => {
    const welcome = await run(engine, greeting(wanted.timeouts.greeting))
    if (wanted.tls === 'starttls' && !engine.transport.secure) await secureAtLast(engine, wanted)
    const session: Session = {
      engine,
      settings: wanted,
      greeting: welcome,
      capabilities: await capabilitiesOf(engine),
      postingAllowed: welcome.code === 200,
    }
    const reader = (wanted.options.mode ?? 'reader') === 'reader' && (await becomeReader(session))
    await login(engine, session.capabilities, wanted)
    if (wanted.auth !== undefined) {
      session.capabilities = await capabilitiesOf(engine)
      if (reader === 'later') await becomeReader(session)
    }
    engine.depth = depthOf(wanted.options, window)
    const name = groupOf(wanted)
    if (name !== undefined) await run(engine, group(name))
    return session
  })
}

/** CAPABILITIES is young: a server without it may have anything. RFC 3977 §5.2 */
export async function capabilitiesOf(engine: Engine): Promise<Capabilities> {
  try {
    return await run(engine, capabilities())
  } catch (error) {
    if (error instanceof ReplyError) return new Capabilities()
    throw error
  }
}

/** TLS is required: a server that refuses it is left. RFC 4642 §2.2 */
export function secure(engine: Engine, host: string): Promise<void> {
  return requireTls(host, run(engine, starttls()))
}

/**
 * STARTTLS is asked for whatever the capabilities say, for servers without CAPABILITIES have it (Kerio). innd has none,
 * but the nnrpd that it hands readers to has.
 */
async function secureAtLast(engine: Engine, { host, options }: Settings<NntpOptions>): Promise<void> {
  try {
    await secure(engine, host)
  } catch (error) {
    if (!(error instanceof TlsError && error.code === 'ERR_TLS_REFUSED') || options.mode === 'transit') throw error
    try {
      await run(engine, modeReader())
    } catch (declined) {
      throw declined instanceof ReplyError ? error : declined
    }
    await secure(engine, host)
  }
}

/** MODE READER where the server is not a reader already. Some want the login first, some MODE READER: 'later' then. */
async function becomeReader(session: Session): Promise<'done' | 'later'> {
  const { engine, capabilities, settings } = session
  const known = capabilities.size > 0
  if (known && !capabilities.has('MODE-READER')) return 'done'
  try {
    const { postingAllowed } = await run(engine, modeReader())
    session.postingAllowed = postingAllowed
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    const locked = error instanceof AuthRequiredError || error instanceof EncryptionRequiredError
    if (locked && settings.auth !== undefined) return 'later'
    // 500, 501: a server so old that it is a reader and knows no modes
    if (locked || known || !/^50[01]$/.test(error.code)) throw error
    return 'done'
  }
  session.capabilities = await capabilitiesOf(engine)
  return 'done'
}

/** nntp://host/group, nntp://host/group/number; what news: names may be a Message-ID. RFC 5538 §2 */
function groupOf({ url }: Settings<NntpOptions>): string | undefined {
  const name = url?.path.split('/')[0]
  return name === undefined || name === '' || /[@*?<]/.test(name) ? undefined : name
}

function run<T>(engine: Engine, command: Command<T>): Promise<T> {
  return engine.submit(command as Command<unknown>) as Promise<T>
}
