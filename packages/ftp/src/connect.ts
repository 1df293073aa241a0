import {
  ArgumentError,
  argument,
  type CommonOptions,
  ConnectionError,
  ProtocolError,
  ReplyError,
  type RetryOptions,
  type Scheme,
  type Settings,
  settings,
  TimeoutError,
} from '@linewire/wire'
import { Attempt } from './attempt.ts'
import { charsetOf } from './charset.ts'
import type { DataNetwork } from './data-network.ts'
import type { ActiveOptions, DataMode, PassiveHost } from './data-options.ts'
import { intervalOf, type KeepAliveOptions } from './keep-alive.ts'
import type { Session } from './session.ts'

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
  /** makes the data connections: for a `transport` of your own that leads where TCP does not */
  network?: DataNetwork
  /**
   * `control`: the address that PASV names is ignored, as it is wrong behind a NAT and a lure otherwise, and the data
   * connection goes where the control connection does. `advertised`: it is believed, and PASV is used.
   */
  passiveHost?: PassiveHost
  /**
   * Downloads and listings come deflated, where the server has MODE Z. Uploads go so only one by one, with an option of
   * their own: ProFTPD 1.3.8 loses octets of them and does not say so.
   */
  compress?: boolean
  /** NOOP while nothing else is said; none unless told */
  keepAlive?: KeepAliveOptions
  /** the charset of names, when the server does not say UTF8 or says it wrongly: any that iconv-lite knows */
  encoding?: string
  /**
   * Whether the octet 255 of a name goes out twice, as RFC 959 §5.3 wants it ("я" in Windows-1251; UTF-8 has none). It does
   * unless the greeting is vsftpd's, which takes it as it comes.
   */
  telnet?: boolean
  /** the virtual host, where several share an address and the server has HOST; said before the login. RFC 7151 */
  virtualHost?: string
  /** the name of this program, for servers that want to know it (CLNT) */
  clientName?: string
  /** the language of the server's texts, where it has several: `fr`, `en-US`. RFC 2640 */
  language?: string
  /** the zone of the server's clock, for listings that do not tell it: `Europe/Berlin`, `+02:00`; UTC unless told */
  timezone?: string
  /** `false`: with TLS on the control connection, data goes in clear all the same */
  protectData?: boolean
  /**
   * `true`: behind the login the control connection goes back to clear (CCC), so that firewalls see which ports are meant.
   * Whoever is on the way sees names and commands then; data stays as protected as it was.
   */
  clearControl?: boolean
  /** a data connection over TLS that does not resume the control connection's session is not used */
  requireSessionReuse?: boolean
  /**
   * what download(), upload() and mirror() do about a lost connection: they go on over another one, logged in as before
   * and in the same directory. Without it they fail, unless a call says otherwise.
   */
  retry?: RetryOptions
}

/** The ports of RFC 959 §8 and 4217 §5. */
const schemes: Record<string, Scheme> = {
  ftp: { port: 21, tls: 'starttls', anonymous: 'none' },
  ftps: { port: 990, tls: 'implicit' },
}

/** hosts that lost commands which came together, though their greeting did not warn of it */
const lossy = new Set<string>()

/** Connects, secures, logs in. Where commands that go out together are lost, once more with one at a time. */
export async function connect(to: string | URL | FtpOptions, options?: Partial<FtpOptions>): Promise<Session> {
  const wanted = settings(to, options, schemes)
  const { encoding, pipelining, transport, signal } = wanted.options
  check(wanted)
  // loaded first: once the server has greeted, nothing may be waited for
  const charset = encoding === undefined ? undefined : await charsetOf(encoding)
  const place = `${wanted.host}:${wanted.port}`
  const attempt = new Attempt(wanted, charset)
  if (pipelining === 'off' || pipelining === 1 || lossy.has(place)) return attempt.connect('one by one')
  try {
    return await attempt.connect('together')
  } catch (error) {
    // a connection that was brought along is there once
    if (!attempt.inFlight || !isLoss(error) || transport !== undefined || signal?.aborted) throw error
    const session = await attempt.connect('one by one')
    lossy.add(place)
    return session
  }
}

/** What would otherwise be found only when something has been said. */
function check({ tls, options }: Settings<FtpOptions>): void {
  const { mode, proxy, keepAlive, clientName, language, virtualHost, clearControl, transport } = options
  if (mode === 'active' && proxy !== undefined) {
    throw new ArgumentError("mode: 'active' cannot work through a proxy: the server could not call us")
  }
  if (clearControl && tls === 'none' && !transport?.secure) {
    throw new ArgumentError("clearControl takes TLS off again: use tls: 'starttls' or 'implicit'")
  }
  intervalOf(keepAlive)
  for (const [name, text] of Object.entries({ clientName, language, virtualHost })) {
    if (text !== undefined) argument(text, name)
  }
}

/** Silence, or an answer to something else. What the server says of itself is none. */
function isLoss(error: unknown): boolean {
  if (error instanceof ConnectionError) return !(error.cause instanceof ReplyError)
  return error instanceof TimeoutError || error instanceof ProtocolError
}
