import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { certificate } from './certificate.ts'
import type { Faults } from './faults.ts'
import { Gone } from './reader.ts'
import { Session } from './session.ts'

/** How a server offers TLS: from the first octet, by a command, or not at all. */
export type TlsMode = 'implicit' | 'starttls' | 'none'

/** What every server here takes. */
export interface ServerOptions {
  /** Default: none. */
  tls?: TlsMode
  /** What it does wrong on purpose. */
  faults?: Faults
}

export interface LineServerOptions extends ServerOptions {
  /** The verb of a command line, for `faults.replies`. Default: the first word in capitals. */
  verb?: (line: string) => string
}

/** A TCP server on 127.0.0.1 and a free port, one Session per connection. */
export class LineServer implements AsyncDisposable {
  readonly host: string = '127.0.0.1'
  readonly port: number
  /** The authority to trust (PEM): `tls.connect({ ca: server.ca })`. */
  readonly ca: string
  /** One context for all connections: a data connection can resume the session of its control connection. */
  readonly context: SecureContext
  readonly tls: TlsMode
  /** Every connection so far, the newest last. */
  readonly sessions: Session[] = []
  /** For the connections to come. */
  faults: Faults
  #server: Server
  #options: LineServerOptions
  #converse: (session: Session) => Promise<void>
  #running = new Set<Promise<void>>()
  #errors: unknown[] = []

  private constructor(
    server: Server,
    options: LineServerOptions,
    converse: (session: Session) => Promise<void>,
    secrets: { ca: string; context: SecureContext },
  ) {
    this.#server = server
    this.#options = options
    this.#converse = converse
    this.ca = secrets.ca
    this.context = secrets.context
    this.tls = options.tls ?? 'none'
    this.faults = options.faults ?? {}
    this.port = (server.address() as AddressInfo).port
    server.on('connection', (socket) => this.#accept(socket))
  }

  /** Listens, and holds `converse` with everybody who calls. When it returns, the connection is ended. */
  static async listen(options: LineServerOptions, converse: (session: Session) => Promise<void>): Promise<LineServer> {
    const { key, cert, ca } = await certificate()
    const context = createSecureContext({ key, cert, sessionIdContext: 'linewire' })
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new LineServer(server, options, converse, { ca, context })
  }

  /** What all connections said, one after another. */
  get transcript(): string[] {
    return this.sessions.flatMap((session) => session.transcript)
  }

  /** Round trips: how often a session had to wait for its client after it had sent something. */
  get flights(): number {
    return this.sessions.reduce((sum, session) => sum + session.flights, 0)
  }

  /** Ends every connection and the server. Rejects when a conversation failed for a reason of its own: a bug here. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const session of this.sessions) session.destroy()
    await Promise.all([closed, ...this.#running])
    if (this.#errors.length > 0) throw new AggregateError(this.#errors, `a session failed: ${this.#errors.join('; ')}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #accept(socket: Socket): void {
    const { connections = Number.POSITIVE_INFINITY } = this.faults
    const faults = this.sessions.length < connections ? this.faults : {}
    const verb = this.#options.verb ?? ((line: string): string => (line.split(' ')[0] ?? '').toUpperCase())
    const session = new Session({ socket, context: this.context, faults, verb })
    this.sessions.push(session)
    const running: Promise<void> = this.#hold(session).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async #hold(session: Session): Promise<void> {
    try {
      if (this.tls === 'implicit') await session.secureNow()
      await this.#converse(session)
      await session.end()
    } catch (error) {
      if (!(error instanceof Gone)) {
        this.#errors.push(error)
        session.destroy()
      }
    }
    await session.closed
  }
}
