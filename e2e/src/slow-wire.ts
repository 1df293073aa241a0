import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, Socket } from 'node:net'

/**
 * A wire with a delay between an FTP client and its server, data connections too: the port in a 229 becomes one of its
 * own. It counts round trips over all connections together, by cause and effect: what the client sends is one trip later
 * than the latest thing it had heard, on whichever connection; what the server sends is as late as the latest thing that
 * had reached it. A connection that is made is a trip of its own, and the end of one is a thing that is said.
 */
export class SlowWire implements AsyncDisposable {
  readonly #to: { host: string; port: number }
  readonly #half: number
  readonly #servers = new Set<Server>()
  readonly #sockets = new Set<Socket>()
  #heard = 0
  #reached = 0
  port = 0

  private constructor(to: { host: string; port: number }, half: number) {
    this.#to = to
    this.#half = half
  }

  /** @param roundTrip milliseconds */
  static async open(to: { host: string; port: number }, roundTrip: number): Promise<SlowWire> {
    const wire = new SlowWire(to, roundTrip / 2)
    wire.port = await wire.#listen(to.port, true)
    return wire
  }

  /** Round trips so far. */
  get trips(): number {
    return this.#heard
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  async #listen(port: number, control: boolean): Promise<number> {
    const server = createServer({ allowHalfOpen: true }, (client) => {
      if (!control) server.close()
      this.#carry(client, port, control)
    })
    this.#servers.add(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  /** The kernel accepts at once; so what the client says waits here for the trip that connecting takes. */
  #carry(client: Socket, port: number, control: boolean): void {
    const server = new Socket({ allowHalfOpen: true })
    const asked = this.#heard + 1
    const connected = performance.now() + 2 * this.#half
    for (const socket of [client, server]) {
      this.#sockets.add(socket.setNoDelay(true))
      socket.on('error', () => socket.destroy())
      socket.once('close', () => this.#sockets.delete(socket))
    }
    const up = new Line(this.#half, connected)
    const down = new Line(this.#half, connected)
    up.carry(() => {
      this.#heard = Math.max(this.#heard, asked)
      server.connect({ host: this.#to.host, port })
    })
    const say = (deliver: () => void): void => {
      // a greeting is heard behind the connecting, which is a trip of its own
      const mark = Math.max(this.#heard, asked) + 1
      up.carry(() => {
        this.#reached = Math.max(this.#reached, mark)
        deliver()
      })
    }
    client.on('data', (octets) => say(() => server.write(octets)))
    client.on('end', () => say(() => server.end()))
    const hear = (deliver: () => void): void => {
      const mark = Math.max(this.#reached, asked + 1)
      down.carry(() => {
        this.#heard = Math.max(this.#heard, mark)
        deliver()
      })
    }
    const named = control ? (octets: Buffer): Promise<string | Buffer> => this.#rename(octets) : undefined
    let before: Promise<unknown> = Promise.resolve()
    server.on('data', (octets) => {
      if (!named) return hear(() => client.write(octets))
      before = before.then(async () => {
        const text = await named(octets)
        hear(() => client.write(text))
      })
    })
    server.on('end', () => void before.then(() => hear(() => client.end())))
  }

  /** "229 … (|||port|)": a port of this wire in place of the server's. A reply is taken to come in one piece. */
  async #rename(octets: Buffer): Promise<string | Buffer> {
    const text = octets.toString('latin1')
    const [, port] = /^229 .*\(\|\|\|(\d+)\|\)/m.exec(text) ?? []
    if (port === undefined) return octets
    const own = await this.#listen(Number(port), false)
    return Buffer.from(text.replace(/(229 .*\(\|\|\|)\d+(\|\))/, `$1${own}$2`), 'latin1')
  }
}

/** Things that arrive later, in the order in which they left. */
class Line {
  readonly #delay: number
  #earliest: number

  constructor(delay: number, earliest: number) {
    this.#delay = delay
    this.#earliest = earliest
  }

  carry(arrive: () => void): void {
    const due = Math.max(performance.now(), this.#earliest) + this.#delay
    this.#earliest = due - this.#delay
    setTimeout(arrive, Math.ceil(due - performance.now()))
  }
}
