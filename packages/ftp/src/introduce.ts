import { Capabilities, type Command, ReplyError, TlsError } from '@linewire/wire'
import { octetNames, utf8Names } from './charset.ts'
import { clnt } from './commands/clnt.ts'
import { epsv } from './commands/epsv.ts'
import { feat } from './commands/feat.ts'
import { lang } from './commands/lang.ts'
import { opts } from './commands/opts.ts'
import { pbsz } from './commands/pbsz.ts'
import { prot } from './commands/prot.ts'
import { site } from './commands/site.ts'
import { digestsOf } from './digest.ts'
import { type Step, severalLines } from './flight.ts'
import type { Session } from './session.ts'
import { overTelnet } from './telnet.ts'

/** IBM i: paths with slashes, and listings as those of Unix. curl, FluentFTP */
const likeUnix: readonly [greeting: RegExp, ...commands: string[]] = [/\bQTCP\b/, 'NAMEFMT 1', 'LISTFMT 1']

/** How the introduction goes out. */
export interface Manner {
  /** all in one flight, whatever FEAT will say of it */
  readonly together: boolean
  /** ms that a reply may take before the server is thought to have lost the command; the usual time unless told */
  readonly patience?: number | undefined
  /** whether a data port may be asked for too, for the transfer that is likely to follow */
  readonly ahead: boolean
}

/**
 * What the server can do, what its names are written in, that its data is protected. Some answer FEAT only behind the
 * login: it is asked for again then.
 */
export async function introduce(session: Session, { together, ahead, patience }: Manner): Promise<void> {
  const { engine, settings, transfers, connections } = session
  const { clientName, language } = settings.options
  const timeout = patience === undefined ? {} : { timeout: patience }
  const submit = <T>(command: Command<T>): Promise<T> => engine.submit({ ...command, ...timeout }) as Promise<T>
  /** what may be refused */
  const offer = <T>(command: Command<T>): Promise<T | undefined> => submit(command).catch(orElse(undefined))

  const offers: Promise<unknown>[] = []
  if (clientName !== undefined) offers.push(offer(clnt(clientName)))
  if (language !== undefined) offers.push(offer(lang(language)))
  const asked = submit(feat()).catch(orElse(new Capabilities()))
  const protecting = protect(session, submit)
  const utf8Option = `UTF8 ${session.charset === undefined || session.charset === utf8Names ? 'ON' : 'OFF'}`
  const taken = together && submit(opts(utf8Option)).then(() => true, orElse(false))
  const typeI = (): readonly Step[] => transfers.type.steps('I')
  if (together) offers.push(offer(severalLines('TYPE I', typeI, () => undefined, true)))
  const [quirky, ...commands] = likeUnix
  if (quirky.test(session.greeting.text)) offers.push(...commands.map((text) => offer(site(text))))
  if (ahead) offers.push(offer(epsv((said) => void connections.expect(said))))

  await Promise.all([asked, protecting, taken, ...offers])
  session.capabilities = await asked
  const { capabilities } = session
  // a server that says UTF8 may still want to be told so, and may not like to be
  const late = capabilities.has('UTF8') && !together ? [offer(opts(utf8Option))] : []
  const speaksUtf8 = capabilities.has('UTF8') || (await taken)
  session.names = session.charset ?? (speaksUtf8 ? utf8Names : octetNames)
  engine.charset = overTelnet(session.names, session.telnet)
  transfers.digest.current = digestsOf(capabilities).chosen
  transfers.announced = capabilities.has('PRET')
  if (transfers.announced) transfers.ahead.allowed = false
  const deflates = capabilities.get('MODE').some((mode) => /^Z/i.test(mode))
  transfers.usualMode = settings.options.compress === true && deflates ? 'Z' : 'S'
  const facts = missingFacts(capabilities)
  await Promise.all([...late, ...(facts === undefined ? [] : [offer(opts(`MLST ${facts}`))])])
}

async function protect(
  { engine, connections, settings }: Session,
  submit: <T>(command: Command<T>) => Promise<T>,
): Promise<void> {
  if (!engine.transport.secure) return
  const wanted = settings.options.protectData ?? true
  try {
    const size = submit(pbsz()).catch(orElse(undefined))
    const said = submit(prot(wanted ? 'P' : 'C'))
    said.catch(() => {}) // what PBSZ fails of comes first
    await size
    await said
    connections.protected = wanted
    connections.agreed = true
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    // 530: only behind the login, where it is asked for again; no data goes until then
    if (!wanted || error.code === '530') return
    throw new TlsError(
      `the server does not protect data (${error.message}): with protectData: false it goes in clear`,
      'ERR_TLS_REFUSED',
      { cause: error },
    )
  }
}

/** The facts of MLSD that are needed, where one of them is off, and those that are on. RFC 3659 §7.9 */
function missingFacts(capabilities: Capabilities): string | undefined {
  const facts = capabilities.get('MLST').join('').split(';').filter(Boolean)
  const needed = new Set(['type', 'size', 'modify'])
  if (!facts.some((fact) => needed.has(fact.toLowerCase()))) return undefined
  const on = facts.filter((fact) => fact.endsWith('*') || needed.has(fact.toLowerCase()))
  return on.map((fact) => `${fact.replace('*', '')};`).join('')
}

const orElse =
  <T>(value: T) =>
  (error: unknown): T => {
    if (error instanceof ReplyError) return value
    throw error
  }
