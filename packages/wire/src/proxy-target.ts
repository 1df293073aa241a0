import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { argument, wholeNumber } from './args.ts'
import { ArgumentError, excerpt } from './errors.ts'

/** Where a proxy is to connect to. */
export interface ProxyTarget {
  /** a name in ASCII, or an address without brackets */
  readonly host: string
  /** `host:port`, `[address]:port`. RFC 9112 §3.2.3 */
  readonly name: string
}

/**
 * Checks what is put into a request to a proxy.
 * @throws {ArgumentError} when another machine cannot be asked for it
 */
export function proxyTarget(host: string, port: number): ProxyTarget {
  if (wholeNumber(port, 'port') > 65_535) throw new ArgumentError(`${port} is no port`)
  argument(host, 'host')
  // DNS takes xn--
  const name = /[^\x00-\x7f]/.test(host) ? domainToASCII(host) : host
  const family = isIP(name)
  // the zone of fe80::1%eth0 means something on this machine alone
  const fits = family !== 0 ? !name.includes('%') : /^[a-z0-9_][a-z0-9_.-]{0,254}$/i.test(name)
  if (!fits) throw new ArgumentError(`${excerpt(host)} is no host that a proxy can be asked for`)
  return { host: name, name: family === 6 ? `[${name}]:${port}` : `${name}:${port}` }
}
