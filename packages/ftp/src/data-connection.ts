import type { SocketTransport, Transport, TransportEvents } from '@linewire/wire'

/** What a data connection needs of its transport. */
export type DataTransport = Pick<
  SocketTransport,
  | 'start'
  | 'write'
  | 'pause'
  | 'resume'
  | 'finish'
  | 'end'
  | 'destroy'
  | 'secure'
  | 'secured'
  | 'session'
  | 'sessionReused'
  | 'onSession'
> &
  Pick<Transport, 'unsent'>

/** How the newest data connection came about. */
export interface DataInfo {
  readonly mode: 'epsv' | 'pasv' | 'active'
  /** whether TLS protects it */
  readonly secure: boolean
  /** whether it resumed the TLS session of the control connection, as most servers demand; known behind the handshake */
  readonly sessionReused: boolean
}

/**
 * One data connection, for one transfer. In passive mode it is there when it is made, in active mode the server calls
 * when it has seen the command.
 */
export class DataConnection {
  readonly #arrival: Promise<DataTransport>
  readonly #discard: (transport: DataTransport | undefined) => void
  #transport: DataTransport | undefined
  #failure: Error | undefined
  #finished = false
  #closed = false
  #hear: () => void = () => {}
  /** Resolves when the peer is known to be done with the handshake: it has sent something behind it, or is gone. */
  readonly heard: Promise<void> = new Promise((resolve) => {
    this.#hear = resolve
  })

  /** @param discard called once, when it is closed */
  constructor(
    arrival: DataTransport | Promise<DataTransport>,
    discard: (transport: DataTransport | undefined) => void = () => {},
  ) {
    this.#discard = discard
    this.#arrival = Promise.resolve(arrival)
    this.#arrival.catch(() => {}) // start() reports it
    if (!(arrival instanceof Promise)) this.#transport = arrival
  }

  /** Resolves when the connection is there, and its handshake done where there is one. */
  get secured(): Promise<unknown> {
    return this.#arrival.then((transport) => transport.secured)
  }

  start(events: TransportEvents): void {
    const begin = (transport: DataTransport): void => {
      this.#transport = transport
      if (this.#closed) {
        transport.destroy()
        return
      }
      transport.secured.catch((error: Error) => {
        this.#failure = error
      })
      if (transport.secure) transport.onSession = this.#hear
      else this.#hear()
      transport.start({
        ...events,
        data: (chunk) => {
          this.#hear()
          return events.data(chunk)
        },
        // why TLS failed says more than that the connection is gone
        close: (error) => {
          this.#hear()
          events.close(this.#failure ?? error)
        },
      })
    }
    if (this.#transport) begin(this.#transport)
    else this.#arrival.then(begin, (error: Error) => events.close(error))
  }

  /** Why it was given up on our side, or TLS did not come about: then it has carried nothing, whatever the server says. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** Whether TLS protects it; not before it is there. */
  get secure(): boolean {
    return this.#transport?.secure ?? true
  }

  /** False: wait for drain before you send more. */
  write(octets: Uint8Array): boolean {
    return this.#transport?.write(octets) ?? true
  }

  /** Whether all that was written is out of our hands, and may be changed. */
  get sent(): boolean {
    return this.#transport?.unsent === 0
  }

  pause(): void {
    this.#transport?.pause()
  }

  resume(): void {
    this.#transport?.resume()
  }

  /** All has been written: says so, in TLS too, and goes on reading. */
  finish(): void {
    this.#finished = true
    this.#transport?.finish()
  }

  /** This is not the peer that was meant. */
  refuse(error: Error): void {
    this.#failure = error
    this.#transport?.destroy()
  }

  /** Politely when all was said, else at once. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#discard(this.#transport)
    if (this.#finished) this.#transport?.end()
    else this.#transport?.destroy()
  }

  /** The peer has sent all: answers its goodbye. */
  end(): void {
    this.#finished = true
    this.close()
  }
}
