import { isIP } from 'node:net'
import {
  accepted,
  dial,
  excerpt,
  listen,
  ProtocolError,
  type Reply,
  type Script,
  type SocketTransport,
  type Talk,
  TlsError,
  type Transport,
  until,
} from '@linewire/wire'
import { extendedAddress, extendedPort, hostPort, passivePort, plainAddress } from './address.ts'
import { DataConnection, type DataInfo } from './data-connection.ts'
import { completed, finalReply, named, refused } from './reply.ts'
import { failed } from './transfer-error.ts'

type TlsOptions = NonNullable<Parameters<typeof dial>[0]['tlsOptions']>

/** `auto`: EPSV, and PASV where that is refused or leads nowhere. `active`: the server calls. */
export type DataMode = 'auto' | 'epsv' | 'pasv' | 'active'

export interface ActiveOptions {
  /** the first and the last port to listen on; any free one unless told */
  ports?: readonly [number, number]
  /** the address that the server is to call, when it is not the one that the control connection has: behind a NAT */
  address?: string
}

export interface DataOptions {
  readonly mode: DataMode
  readonly active?: ActiveOptions | undefined
  /** the control connection's host: whose certificate a data connection must have */
  readonly host: string
  readonly tlsOptions?: TlsOptions | undefined
  readonly localAddress?: string | undefined
  /** data goes through it as the control connection does */
  readonly proxy?: string | URL | undefined
  /** a data connection over TLS that does not resume the control connection's session is not used */
  readonly requireSessionReuse: boolean
  /** ms */
  readonly timeout: number
}

/** Makes data connections, and remembers which way works. RFC 959 §3.2, 2428, 4217 §9 */
export class DataConnections {
  /** PROT P: data goes over TLS. RFC 2228 §3 */
  protected = false
  /** the newest one */
  last: DataInfo | undefined
  readonly #control: Transport
  readonly #options: DataOptions
  #epsvFails = false
  #eprtFails = false
  #session: Buffer | undefined

  constructor(control: Transport, options: DataOptions) {
    this.#control = control
    this.#options = options
  }

  /** Agrees on a data connection. @throws {TransferError} or {@link ReplyError} when there is no way to one */
  *open(io: Talk): Script<DataConnection> {
    const { mode } = this.#options
    if (mode === 'active') return yield* this.#active(io)
    const only = mode === 'epsv' || isIP(this.#peer) === 6
    if (mode === 'pasv' || (this.#epsvFails && !only)) return yield* this.#passive(io, 'PASV')
    try {
      return yield* this.#passive(io, 'EPSV')
    } catch (error) {
      if (only || io.signal.aborted || error instanceof ProtocolError) throw error
      // a NAT may know PASV alone
      const connection = yield* this.#passive(io, 'PASV')
      this.#epsvFails = true
      return connection
    }
  }

  get #peer(): string {
    // through a proxy it is the proxy's address that is known
    const known = this.#options.proxy === undefined ? this.#control.remoteAddress : undefined
    return plainAddress(known ?? this.#options.host)
  }

  /** The server listens. Only the port of its answer counts: the address is the control connection's. */
  *#passive(io: Talk, verb: 'EPSV' | 'PASV'): Script<DataConnection> {
    io.output.line(verb)
    const said = yield* finalReply(io)
    if (said.code >= 400) throw refused(named(io, verb), said)
    const port = portIn(said)
    if (port === undefined) throw new ProtocolError(`${verb}: expected a port, got ${excerpt(said.text)}`)
    const { timeout, localAddress, proxy } = this.#options
    const dialling = dial({
      ...this.#security(),
      host: this.#peer,
      port,
      certificateHost: this.#options.host,
      // a server may begin TLS only when it has seen the command
      handshake: 'later',
      localAddress,
      proxy,
      timeout,
      signal: io.signal,
    })
    try {
      return this.#connection(yield* until(dialling), verb === 'EPSV' ? 'epsv' : 'pasv')
    } catch (error) {
      throw failed(io.name, `${verb}: no data connection`, error)
    }
  }

  /** We listen, at the address that the control connection has, and for its peer alone. */
  *#active(io: Talk): Script<DataConnection> {
    const { active, host } = this.#options
    const own = plainAddress(this.#control.localAddress ?? '')
    const waiting = yield* listening(io, listen(own, active?.ports, this.#peer))
    try {
      yield* this.#announce(io, active?.address ?? own, waiting.port)
    } catch (error) {
      waiting.close()
      throw error
    }
    const call = waiting.accept(io.signal).then((socket) => accepted(socket, { ...this.#security(), host }))
    return this.#connection(call, 'active', waiting.close)
  }

  *#announce(io: Talk, address: string, port: number): Script<void> {
    if (!this.#eprtFails) {
      io.output.line(`EPRT ${extendedAddress(address, port)}`)
      const said = yield* finalReply(io)
      if (said.code < 400) return
      if (isIP(address) === 6 || said.code < 500) throw refused(named(io, 'EPRT'), said)
    }
    io.output.line(`PORT ${hostPort(address, port)}`)
    yield* completed(named(io, 'PORT'))
    this.#eprtFails = true
  }

  /** TLS resumes the newest session: servers take that as the proof that it is still us. */
  #security(): { tls: 'implicit' | 'none'; tlsOptions: TlsOptions } {
    const session = this.#session ?? this.#control.session
    const tlsOptions = { ...this.#options.tlsOptions, ...(session ? { session } : {}) }
    return { tls: this.protected ? 'implicit' : 'none', tlsOptions }
  }

  #connection(
    arrival: SocketTransport | Promise<SocketTransport>,
    mode: DataInfo['mode'],
    discard: () => void = () => {},
  ): DataConnection {
    const info = { mode, secure: this.protected, sessionReused: false }
    this.last = info
    const connection = new DataConnection(arrival, (transport) => {
      discard()
      // a chain of tickets lasts longer than the control connection's first one
      if (info.sessionReused) this.#session = transport?.session ?? this.#session
    })
    const look = async (): Promise<void> => {
      const transport = await arrival
      await transport.secured
      info.sessionReused = transport.sessionReused
      if (!this.#options.requireSessionReuse || !info.secure || info.sessionReused) return
      const why = 'it does not resume the TLS session of the control connection (requireSessionReuse)'
      connection.refuse(new TlsError(why, 'ERR_SESSION_REUSE'))
    }
    look().catch(() => {}) // the transfer reports it
    return connection
  }
}

/** Some answer EPSV by 227 or PASV by 229 (a NAT that translates between the two). */
function portIn({ code, text }: Reply): number | undefined {
  return code === 229
    ? extendedPort(text)
    : code === 227
      ? passivePort(text)
      : (extendedPort(text) ?? passivePort(text))
}

function* listening(io: Talk, waiting: ReturnType<typeof listen>): Script<Awaited<ReturnType<typeof listen>>> {
  try {
    return yield* until(waiting)
  } catch (error) {
    throw failed(io.name, 'cannot listen for a data connection', error)
  }
}
