import { isIP } from 'node:net'
import { type Reply, type Script, type Talk, TlsError, type Transport, until } from '@linewire/wire'
import { ActiveMode } from './active.ts'
import { type Place, placeIn, plainAddress } from './address.ts'
import { DataConnection, type DataInfo, type DataTransport } from './data-connection.ts'
import type { DataOptions, Plan, TlsOptions } from './data-options.ts'
import { askPlace, call } from './passive.ts'

type Wrap = (transport: DataTransport) => DataTransport

/** how a port comes to be known: `ahead`, by an EPSV that was sent before */
type Way = 'ahead' | 'EPSV' | 'PASV'

/** ms that a port which was named ahead is believed in: servers and NATs forget */
const freshness = 10_000

/** Makes data connections, and remembers which way works. RFC 959 §3.2, 2428, 4217 §9 */
export class DataConnections {
  /** PROT P: data goes over TLS. RFC 2228 §3 */
  protected = false
  /** whether the server has agreed to that, or to the opposite */
  agreed = false
  /** the newest one */
  last: DataInfo | undefined
  /** why the newest one was given up on our side: a server that takes that badly leaves without a word */
  refusal: TlsError | undefined
  readonly #control: Transport
  readonly #options: DataOptions
  #epsvFails = false
  readonly #activeMode = new ActiveMode()
  #session: Buffer | undefined
  #expected: (Place & { readonly until: number }) | undefined

  constructor(control: Transport, options: DataOptions) {
    this.#control = control
    this.#options = options
  }

  /** Whether an EPSV may be sent before its transfer: through a proxy, what it says may be somebody else's. */
  get mayExpect(): boolean {
    const { mode, proxy, passiveHost } = this.#options
    return (mode === 'auto' || mode === 'epsv') && passiveHost === 'control' && proxy === undefined && !this.#epsvFails
  }

  /** The reply to an EPSV that was sent before its transfer. False: there is no port in it. */
  expect(said: Reply): boolean {
    const place = said.code < 300 ? placeIn(said) : undefined
    this.#expected = place && { ...place, until: performance.now() + freshness }
    if (said.code >= 500 && said.code < 530 && !this.#epsvAlone) this.#epsvFails = true
    return place !== undefined
  }

  /** A port that was named ahead is no longer the server's last word. */
  forget(): void {
    this.#expected = undefined
  }

  /**
   * @throws {TlsError} where data ought to go over TLS and the server has not agreed to that: it refused to before the
   * login (530), and was not asked again
   */
  requireProtection(): void {
    if (!this.#options.protects || this.agreed || !this.#control.secure) return
    const why = 'data would go in clear: the server has not agreed to protect it (PROT P, protectData: false)'
    throw new TlsError(why, 'ERR_TLS_REFUSED')
  }

  /** Agrees on a data connection. @throws {TransferError} or {@link ReplyError} when there is no way to one */
  *open(io: Talk, plan: Plan): Script<DataConnection> {
    this.requireProtection()
    const deflating = plan.mode === 'Z' ? yield* until(import('./deflated-data.ts')) : undefined
    const wrap: Wrap = (transport) => (deflating ? new deflating.DeflatedData(transport) : transport)
    if (this.#options.mode === 'active') return yield* this.#active(io, plan, wrap)
    let { before } = plan
    let failure: Error | undefined
    const expected = this.#takeExpected()
    for (const way of this.#ways(expected !== undefined)) {
      const place: Place | Error = way === 'ahead' ? expected! : yield* askPlace(io, way, { ...plan, before })
      // what comes before it has been said by now, or goes along
      const behind = way === 'ahead' ? [...before, ...plan.behind] : plan.behind
      before = []
      const made = place instanceof Error ? place : yield* this.#passive(io, way, place, { ...plan, behind }, wrap)
      if (!(made instanceof Error)) {
        if (way === 'PASV' && failure) this.#epsvFails = true
        return made
      }
      failure = made
      if (io.signal.aborted) break
    }
    throw failure
  }

  /** In the order in which they are tried. A NAT may know PASV alone; PASV knows IPv4 alone. */
  #ways(ahead: boolean): Way[] {
    const { mode, passiveHost } = this.#options
    if (this.#epsvAlone) return ahead ? ['ahead', 'EPSV'] : ['EPSV']
    if (mode === 'pasv' || passiveHost === 'advertised' || this.#epsvFails) return ['PASV']
    return ahead ? ['ahead', 'EPSV', 'PASV'] : ['EPSV', 'PASV']
  }

  get #epsvAlone(): boolean {
    return this.#options.mode === 'epsv' || isIP(this.#peer) === 6
  }

  #takeExpected(): Place | undefined {
    const expected = this.#expected
    this.#expected = undefined
    return expected && performance.now() < expected.until ? expected : undefined
  }

  get #peer(): string {
    // through a proxy it is the proxy's address that is known
    const known = this.#options.proxy === undefined ? this.#control.remoteAddress : undefined
    return plainAddress(known ?? this.#options.host)
  }

  *#passive(io: Talk, way: Way, place: Place, plan: Plan, wrap: Wrap): Script<DataConnection | Error> {
    const { timeout, localAddress, proxy, host, passiveHost, network } = this.#options
    const options = {
      ...this.#security(),
      // only the port counts: the address is behind a NAT, or a lure
      host: (passiveHost === 'advertised' && place.host) || this.#peer,
      port: place.port,
      certificateHost: host,
      // a server may begin TLS only when it has seen the command
      handshake: 'later',
      localAddress,
      proxy,
      timeout,
    } as const
    const verb = way === 'PASV' ? 'PASV' : 'EPSV'
    const transport = yield* call(io, network, options, plan, verb)
    return transport instanceof Error ? transport : this.#connection(transport, verb === 'PASV' ? 'pasv' : 'epsv', wrap)
  }

  *#active(io: Talk, plan: Plan, wrap: Wrap): Script<DataConnection> {
    const ends = { local: this.#control.localAddress, peer: this.#peer }
    const waiting = yield* this.#activeMode.open(io, this.#options, ends, plan)
    const arrival = waiting.accept(io.signal, () => ({ ...this.#security(), host: this.#options.host }))
    return this.#connection(arrival, 'active', wrap, waiting.close)
  }

  /** TLS resumes the newest session: servers take that as the proof that it is still us. */
  #security(): { tls: 'implicit' | 'none'; tlsOptions: TlsOptions } {
    const session = this.#session ?? this.#control.session
    const tlsOptions = { ...keyGroups(this.#control), ...this.#options.tlsOptions, ...(session ? { session } : {}) }
    return { tls: this.protected ? 'implicit' : 'none', tlsOptions }
  }

  #connection(
    arrival: DataTransport | Promise<DataTransport>,
    mode: DataInfo['mode'],
    wrap: Wrap,
    discard: () => void = () => {},
  ): DataConnection {
    const info = { mode, secure: this.protected, sessionReused: false }
    this.last = info
    this.refusal = undefined
    const wrapped = arrival instanceof Promise ? arrival.then(wrap) : wrap(arrival)
    const connection = new DataConnection(wrapped, (transport) => {
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
      this.refusal = new TlsError(why, 'ERR_SESSION_REUSE')
      connection.refuse(this.refusal)
    }
    look().catch(() => {}) // the transfer reports it
    return connection
  }
}

/**
 * In TLS 1.3 a client guesses the server's group of keys, and a wrong guess costs a round trip: vsftpd knows P-256 alone,
 * while Node guesses X25519. The control connection's is the right one. RFC 8446 §4.1.4
 */
function keyGroups({ keyGroup }: Transport): TlsOptions {
  if (keyGroup === undefined || !usualGroups.includes(keyGroup)) return {}
  return { ecdhCurve: [keyGroup, ...usualGroups.filter((group) => group !== keyGroup)].join(':') }
}

/** in the order of OpenSSL's own list, without X448: BoringSSL (Bun, Electron) does not know it and refuses them all then */
const usualGroups: readonly string[] = ['X25519', 'prime256v1', 'secp521r1', 'secp384r1']
