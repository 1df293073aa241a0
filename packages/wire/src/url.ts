import { domainToASCII } from 'node:url'
import { ArgumentError } from './errors.ts'

/** What a URL of one of the schemes says. RFC 1738, 2384, 5092, 5538 */
export interface ParsedUrl {
  readonly scheme: string
  readonly host: string
  readonly port: number | undefined
  readonly user: string | undefined
  readonly password: string | undefined
  /** the mechanism of `user;AUTH=mechanism`; `*` for any */
  readonly mechanism: string | undefined
  /** decoded, without its leading slash */
  readonly path: string
  /** what follows the path: `;type=i` */
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * Reads a URL strictly: what is percent-encoded may be anything but CR, LF and NUL, and nothing is passed over: these schemes
 * have no query and no fragment.
 * @throws {ArgumentError} when it is no URL, has what is not meant, or smuggles
 */
export function parseUrl(text: string | URL): ParsedUrl {
  const url = toUrl(text)
  if (url.search !== '' || url.hash !== '') {
    throw new ArgumentError(
      'this URL must have neither ?query nor #fragment: within a name they are written %3F and %23',
    )
  }
  const scheme = url.protocol.slice(0, -1).toLowerCase()
  // the URL parser encodes the ; and = of `user;AUTH=PLAIN`
  const [, user, auth] = /^(.*?)(?:(?:;|%3B)auth(?:=|%3D)(.*))?$/i.exec(url.username)!
  const [path = '', ...parameters] = url.pathname.replace(/^\//, '').split(';')
  return {
    scheme,
    host: hostOf(url),
    port: url.port === '' ? undefined : Number(url.port),
    user: user ? plainText(user, 'user') : undefined,
    password: url.password === '' ? undefined : plainText(url.password, 'password'),
    mechanism: auth ? plainText(auth, 'AUTH').toUpperCase() : undefined,
    path: plainText(path, 'path'),
    parameters: new Map(
      parameters.map((parameter) => {
        // imap://host/INBOX;UIDVALIDITY=7/;UID=20: the slash is no part of the value. RFC 5092 §6
        const [, name = '', value = ''] = /^([^=]*)=?(.*?)\/?$/s.exec(parameter)!
        return [plainText(name, 'parameter').toLowerCase(), plainText(value, 'parameter')]
      }),
    ),
  }
}

function hostOf(url: URL): string {
  // the URL parser has seen to it that brackets hold an address
  if (url.hostname.startsWith('[')) return url.hostname.slice(1, -1)
  const host = plainText(url.hostname, 'host')
  // what only a percent sign can bring in: a path would be taken for a unix socket
  if (/[\x00-\x20\x7f"#%/:<>?@[\\\]^`{|}]/.test(host))
    throw new ArgumentError("the URL's host must be a name or an address")
  // only of ftp: and http: the URL parser knows that their hosts are names; TLS and DNS take xn--
  return /[^\x20-\x7e]/.test(host) ? domainToASCII(host) : host
}

function toUrl(text: string | URL): URL {
  if (text instanceof URL) return text
  // the URL parser drops CR, LF and tabs without a word
  if (/[\r\n\0\t]/.test(text)) throw new ArgumentError('a URL must not contain CR, LF, NUL or tabs')
  try {
    return new URL(text)
  } catch {
    throw new ArgumentError('this is not a URL: expected scheme://user@host:port/path')
  }
}

function plainText(text: string, part: string): string {
  let plain: string
  try {
    plain = decodeURIComponent(text)
  } catch {
    throw new ArgumentError(`the URL's ${part} has a percent sign that begins no UTF-8 character`)
  }
  if (/[\r\n\0]/.test(plain)) throw new ArgumentError(`the URL's ${part} must not contain CR, LF or NUL`)
  return plain
}
