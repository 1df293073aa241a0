import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { certificate } from './certificate.ts'
import type { ServerOptions, TlsMode } from './line-server.ts'
import type { Accounts } from './sasl-server.ts'
import { handlers, settings } from './smtp-handlers.ts'

/** A message as it was handed over, dots taken off. */
export interface Delivery {
  /** '' for the null reverse-path. RFC 5321 §4.5.5 */
  from: string
  to: string[]
  octets: Buffer
  /** Who had logged in. */
  user: string | undefined
  secure: boolean
  /** The parameters of MAIL. */
  parameters: Readonly<Record<string, string | true>>
}

/** smtp-server knows no faults: for those there is `scriptedServer`. */
export interface SmtpOptions extends Omit<ServerOptions, 'faults'> {
  /** Who may log in. With users, mail is taken from those who have. */
  users?: Accounts
  /** Default: with users, true. */
  requireLogin?: boolean
  /** Replies to MAIL and RCPT by address: `{ 'nobody@example.com': '550 no such user here' }`. */
  refuse?: Readonly<Record<string, string>>
  /** Replies after the end of the data, by recipient: LMTP has one for each. RFC 2033 §4.2 */
  undeliverable?: Readonly<Record<string, string>>
  /** Takes the message; what it throws becomes a 451. */
  deliver?: (message: Delivery) => void | Promise<void>
  /** Octets that a message may have, announced with SIZE. Default: no limit. */
  size?: number
  /** Capabilities to leave out: 'PIPELINING', '8BITMIME', 'SMTPUTF8', 'STARTTLS', 'ENHANCEDSTATUSCODES', 'DSN', 'AUTH'. */
  without?: readonly string[]
  /** Mechanisms to offer. Default: PLAIN, LOGIN, CRAM-MD5, XOAUTH2. */
  mechanisms?: readonly string[]
  /** Whether a password may come in clear. Default: only when there is no TLS at all. */
  clearText?: boolean
  /** LMTP in place of SMTP. RFC 2033 */
  lmtp?: boolean
}

/** Looks as a LineServer does from outside. */
export interface SmtpServer extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly ca: string
  readonly tls: TlsMode
  /** Everything that was taken, oldest first. */
  readonly deliveries: readonly Delivery[]
  /** 'S: …' and 'C: …' of all connections; secrets are hidden by smtp-server. */
  readonly transcript: readonly string[]
  /** How often a client was waited for after something had been sent to it. */
  readonly flights: number
  close(): Promise<void>
}

/** An SMTP (or LMTP) server: the npm package smtp-server with our options around it. */
export async function smtpServer(options: SmtpOptions = {}): Promise<SmtpServer> {
  const { key, cert, ca } = await certificate()
  const deliveries: Delivery[] = []
  const transcript: string[] = []
  const flights = { count: 0 }
  const server = new SMTPServer({
    ...settings(options),
    ...handlers(options, deliveries),
    key,
    cert,
    logger: recorder(transcript),
    onSecure(socket, _session, callback) {
      // smtp-server reads from the socket once it is called back: only then may we listen, too
      callback()
      countFlights(socket, flights)
    },
  })
  server.on('error', () => {})
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)))
    if (options.tls !== 'implicit') countFlights(socket, flights)
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')

  const close = async (): Promise<void> => {
    const closed = once(server.server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    ca,
    tls: options.tls ?? 'none',
    deliveries,
    transcript,
    get flights() {
      return flights.count
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A flight: something comes in after something has gone out. The first octets of a connection follow the greeting. */
function countFlights(socket: Socket, flights: { count: number }): void {
  let sent = -1
  socket.on('data', () => {
    if (socket.bytesWritten > sent) flights.count += 1
    sent = socket.bytesWritten
  })
}

/** smtp-server tells its logger each line that it sends and reads. */
function recorder(transcript: string[]): Exclude<SMTPServerOptions['logger'], boolean | undefined> {
  const silent = (): void => {}
  const debug = (entry: unknown, direction?: unknown, line?: unknown): void => {
    const kind = (entry as { tnx?: string } | undefined)?.tnx
    if (kind !== 'send' && direction !== 'C:') return
    for (const text of String(line).split('\r\n')) transcript.push(`${direction} ${text}`)
  }
  return { trace: silent, debug, info: silent, warn: silent, error: silent, fatal: silent }
}
