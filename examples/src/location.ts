import { readFile } from 'node:fs/promises'
import { type CommonOptions, parseUrl, type TlsMode } from '@linewire/wire'
import { exit, Failure } from './failure.ts'
import type { Io } from './program.ts'

/** The options for node:util's parseArgs that every program takes. */
export const locationOptions = {
  user: { type: 'string', short: 'u' },
  tls: { type: 'string' },
  ca: { type: 'string' },
  timeout: { type: 'string' },
  trace: { type: 'boolean' },
} as const

/** The same options in the words of --help. */
export const locationUsage = `
  -u, --user <name>     who logs in, unless the URL says it
  --tls <mode>          implicit, starttls or none; by the URL's scheme and port unless given
  --ca <file>           trust the authorities in this file (PEM), and no others
  --timeout <seconds>   how long to wait for each answer (60)
  --trace               show the conversation; passwords never appear in it
  --help                show this text`

/** What parseArgs makes of them. */
export interface LocationValues {
  user?: string | undefined
  tls?: string | undefined
  ca?: string | undefined
  timeout?: string | undefined
  trace?: boolean | undefined
}

/** Where to go, for `XClient.connect(to, options)`, and what is wanted there. */
export interface Location {
  /** without the path: that one is the program's own affair */
  readonly to: URL
  readonly options: Partial<CommonOptions>
  /** decoded, without its leading slash */
  readonly path: string
  readonly user: string | undefined
}

/**
 * Reads a URL and the options around it. The password is the URL's, else the first of these environment variables.
 * @throws {Failure} when something is missing, or no such thing
 */
export async function locate(
  url: string | undefined,
  values: LocationValues,
  io: Io,
  passwords: readonly string[] = ['LINEWIRE_PASSWORD'],
): Promise<Location> {
  if (url === undefined) throw new Failure(exit.usage, 'a URL is needed: scheme://user@host:port/path')
  const parsed = parseUrl(url)
  const to = new URL(url)
  to.pathname = ''
  const user = values.user ?? parsed.user
  const env = io.env ?? process.env
  const password = parsed.password ?? passwords.map((name) => env[name]).find((value) => value !== undefined)
  if (user !== undefined && password === undefined) {
    throw new Failure(exit.usage, `the password of ${user} is needed: put it into ${passwords.join(' or ')}`)
  }
  const options: Partial<CommonOptions> = {}
  if (user !== undefined && password !== undefined) options.auth = { user, password, ...mechanismsOf(parsed.mechanism) }
  if (values.tls !== undefined) options.tls = tlsMode(values.tls)
  if (values.ca !== undefined) options.tlsOptions = { ca: await readFile(values.ca) }
  if (values.timeout !== undefined) options.timeout = wholeNumber('--timeout', values.timeout, 1) * 1000
  if (io.signal) options.signal = io.signal
  if (values.trace) {
    options.trace = (event) => {
      if (event.kind === 'line') io.err(`${event.from === 'client' ? 'C' : 'S'}: ${event.text}`)
    }
  }
  return { to, options, path: parsed.path, user }
}

/** `url;AUTH=PLAIN`. RFC 5092 §3.2 */
function mechanismsOf(mechanism: string | undefined): { mechanisms?: string[] } {
  return mechanism === undefined || mechanism === '*' ? {} : { mechanisms: [mechanism] }
}

function tlsMode(word: string): TlsMode {
  if (word === 'implicit' || word === 'starttls' || word === 'none') return word
  throw new Failure(exit.usage, `--tls takes implicit, starttls or none, not ${word}`)
}

/** @throws {Failure} for anything but a whole number of at least `least` */
export function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(number) && number >= least) return number
  throw new Failure(exit.usage, `${option} takes a whole number from ${least} on, not ${text}`)
}

/** Leaves the server when the person at the terminal has had enough: what is pending fails, and cleans up. */
export function leaveOn(signal: AbortSignal | undefined, client: { close(): void }): void {
  signal?.addEventListener('abort', () => client.close(), { once: true })
}
