import { ArgumentError, AuthError } from './errors.ts'
import { pinsOf, type TlsOptions } from './fingerprint.ts'
import { nodeNet } from './node-modules.ts'
import type { Credentials } from './sasl/mechanism.ts'
import type { TraceListener } from './trace.ts'
import type { Transport } from './transport.ts'
import { type ParsedUrl, parseUrl } from './url.ts'

/** TLS from the first octet, by a command in clear (required: never without), or not at all. */
export type TlsMode = 'implicit' | 'starttls' | 'none'

/** What all five clients take. */
export interface CommonOptions {
  host: string
  port?: number
  /**
   * By scheme or port: ftps, nntps, smtps, pops, imaps and 990, 563, 465, 995, 993 are `implicit`; everything else is
   * `starttls`, required, but for anonymous ftp:// and nntp://, which are `none`.
   */
  tls?: TlsMode
  tlsOptions?: TlsOptions
  auth?: Credentials
  /** lets a password or token out in clear to a host other than this one */
  allowInsecureAuth?: boolean
  /** ms; a number is for all of them */
  timeout?: number | Partial<Timeouts>
  limits?: Partial<Limits>
  /** commands in flight; `auto`: as many as the server is known to take */
  pipelining?: 'auto' | 'off' | number
  /** bring your own connection; host and port are then only names */
  transport?: Transport
  /** the address to connect from */
  localAddress?: string
  /** `socks5://user:password@host:port` or `http://…`: what connects in our place, and looks the host's name up */
  proxy?: string | URL
  /** ends the connecting; afterwards each method has its own */
  signal?: AbortSignal
  /** what is said; secrets never reach it */
  trace?: TraceListener
}

/** milliseconds */
export interface Timeouts {
  /** name lookup, TCP, the proxy and TLS together */
  connect: number
  greeting: number
  /** silence while the server owes us something */
  reply: number
  /** a body left unread while other commands wait */
  body: number
  goodbye: number
}

/** octets */
export interface Limits {
  /** one line */
  line: number
  /** one reply of several lines */
  reply: number
  /** one body that is collected in memory */
  body: number
  /** what is received and dropped of an abandoned body before the connection goes */
  drain: number
  /** what one compressed octet may become, beyond the first 16 MiB of a connection */
  inflation: number
}

export const defaultTimeouts: Timeouts = {
  connect: 30_000,
  greeting: 30_000,
  reply: 60_000,
  body: 60_000,
  goodbye: 5_000,
}

export const defaultLimits: Limits = {
  line: 64 * 1024,
  reply: 1024 * 1024,
  body: 64 * 1024 * 1024,
  drain: 256 * 1024,
  inflation: 250,
}

/** What a scheme means when nothing else is said. */
export interface Scheme {
  readonly port: number
  readonly tls: TlsMode
  /** instead of `tls`, when no credentials are given */
  readonly anonymous?: TlsMode
}

/** The three forms of connect() as one. */
export interface Settings<O extends CommonOptions> {
  readonly options: O
  readonly host: string
  readonly port: number
  readonly tls: TlsMode
  readonly auth: Credentials | undefined
  readonly timeouts: Timeouts
  readonly limits: Limits
  readonly url: ParsedUrl | undefined
}

const implicitPorts = new Set([990, 563, 465, 995, 993])

/**
 * `connect(to, options)`: a host name, a URL or options, with more options behind.
 * @throws {ArgumentError} when there is no host, a port or a fingerprint is none, or the scheme is another protocol's
 */
export function settings<O extends CommonOptions>(
  to: string | URL | O,
  more: Partial<O> | undefined,
  schemes: Readonly<Record<string, Scheme>>,
): Settings<O> {
  const named = typeof to === 'string' && isPlace(to)
  const url = !named && (typeof to === 'string' || to instanceof URL) ? locate(to, Object.keys(schemes)[0]!) : undefined
  const place = named ? { host: to } : url ? { host: url.host } : (to as O)
  const options = { ...place, ...given(more) } as O
  const names = Object.keys(schemes)
  const scheme = url ? schemes[url.scheme] : schemes[names[0]!]
  if (scheme === undefined) {
    throw new ArgumentError(
      `${url!.scheme}: is not a scheme of this client; it takes ${names.map((n) => `${n}:`).join(', ')}`,
    )
  }
  const host = options.host
  if (typeof host !== 'string' || host === '') throw new ArgumentError('a host is needed: connect to a name or a URL')
  const auth = credentials(options.auth, url)
  const wanted = options.port ?? url?.port
  const tls = options.tls ?? (url && scheme.tls === 'implicit' ? 'implicit' : byPort(wanted, scheme, auth))
  const secured = Object.values(schemes).find((s) => s.tls === 'implicit')
  const port = wanted ?? (tls === 'implicit' && scheme.tls !== 'implicit' ? (secured ?? scheme).port : scheme.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new ArgumentError(`${port} is no port`)
  // one that is none must not be known only when TLS is up
  if (options.tlsOptions?.fingerprint !== undefined) pinsOf(options.tlsOptions.fingerprint)
  const { timeout } = options
  return {
    options,
    host,
    port,
    tls,
    auth,
    timeouts:
      typeof timeout === 'number'
        ? {
            connect: timeout,
            greeting: timeout,
            reply: timeout,
            body: timeout,
            goodbye: Math.min(timeout, defaultTimeouts.goodbye),
          }
        : { ...defaultTimeouts, ...given(timeout) },
    limits: { ...defaultLimits, ...given(options.limits) },
    url,
  }
}

/** The depth that `pipelining` asks for, when `auto` means `known`. */
export function depthOf(options: Pick<CommonOptions, 'pipelining'>, known: number): number {
  const { pipelining = 'auto' } = options
  if (pipelining === 'off') return 1
  return pipelining === 'auto' ? known : Math.max(1, Math.floor(pipelining) || 1)
}

/**
 * Asked before any credentials are sent.
 * @throws {AuthError} when they would go in clear to another host and nobody allowed it
 */
export function requireSecrecy<O extends CommonOptions>({ options, host }: Settings<O>, transport: Transport): void {
  if (transport.secure || options.allowInsecureAuth || isLoopback(transport.remoteAddress ?? host)) return
  throw new AuthError({
    command: 'AUTH',
    code: 'ERR_AUTH_INSECURE',
    text: `the credentials would go to ${host} in clear: use tls: 'starttls' or 'implicit', or say allowInsecureAuth`,
  })
}

/** This very machine: 127.0.0.0/8, ::1, localhost, a unix socket. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '').toLowerCase()
  // an address, and not a name that begins like one
  return (
    (plain.startsWith('127.') && nodeNet().isIPv4(plain)) ||
    plain === '::1' ||
    plain === 'localhost' ||
    plain.startsWith('/')
  )
}

/** An address of IPv6, which a URL has in brackets, or the path of a unix socket. */
function isPlace(to: string): boolean {
  // isIPv6() compiles its expression at the first call, which is a tenth of what connecting costs (bench: pop3-many)
  return to.startsWith('/') || (!to.includes('/') && to.indexOf(':') !== to.lastIndexOf(':') && nodeNet().isIPv6(to))
}

/** What is undefined was not given: it must not hide a default. */
function given<T extends object>(options: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>
}

function byPort(port: number | undefined, scheme: Scheme, auth: Credentials | undefined): TlsMode {
  if (port !== undefined && implicitPorts.has(port)) return 'implicit'
  return auth === undefined ? (scheme.anonymous ?? scheme.tls) : scheme.tls
}

function locate(to: string | URL, scheme: string): ParsedUrl {
  if (to instanceof URL || /^[a-z][a-z0-9+.-]*:(\/\/|[^0-9])/i.test(to)) return parseUrl(to)
  // a bare host name, perhaps with a port
  return parseUrl(`${scheme}://${to}`)
}

function credentials(given: Credentials | undefined, url: ParsedUrl | undefined): Credentials | undefined {
  const mechanism = url?.mechanism
  const mechanisms = mechanism !== undefined && mechanism !== '*' ? { mechanisms: [mechanism] } : {}
  if (given !== undefined) return 'mechanism' in given ? given : { ...mechanisms, ...given }
  if (url?.user === undefined || url.password === undefined) return undefined
  return { user: url.user, password: url.password, ...mechanisms }
}
