import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/**
 * An HTTP CONNECT proxy in this process that breaks everything that goes through it, control and data connections alike,
 * when so many octets have gone through: with a reset, in the middle of whatever it was.
 */
export class CuttingProxy implements AsyncDisposable {
  readonly url: string
  /** how often it has cut */
  cuts = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** octets that may still go through before each cut, the next one first */
  #places: number[] = []

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('connection', (socket) => void this.#accept(socket))
  }

  static async start(): Promise<CuttingProxy> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new CuttingProxy(server)
  }

  /** Cuts when so many octets have gone through, then when so many more have, and so on. */
  cutAfter(...octets: number[]): void {
    this.#places = octets
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  async #accept(socket: Socket): Promise<void> {
    this.#keep(socket)
    const [request] = (await once(socket, 'data')) as [Buffer]
    const [, host, port] = /^CONNECT (\S+):(\d+) HTTP\/1\.1\r\n/.exec(request.toString('latin1')) ?? []
    const upstream = connect({ host: host ?? '', port: Number(port) })
    this.#keep(upstream)
    upstream.once('connect', () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'))
    this.#carry(socket, upstream)
    this.#carry(upstream, socket)
  }

  #carry(from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => {
      const place = this.#places[0]
      if (place !== undefined && place <= chunk.length) {
        to.write(chunk.subarray(0, place))
        this.#cut()
        return
      }
      if (place !== undefined) this.#places[0] = place - chunk.length
      if (!to.write(chunk)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    })
    from.once('end', () => to.end())
    // what has ended may still have something on its way
    from.once('close', () => {
      if (!from.readableEnded) to.destroy()
    })
  }

  #cut(): void {
    this.#places.shift()
    this.cuts++
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => this.#sockets.delete(socket))
  }
}
