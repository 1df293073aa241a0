import { once } from 'node:events'
import { connect as dial, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { connect as dialTls, type TLSSocket } from 'node:tls'

interface Target {
  readonly host: string
  readonly port: number
  /** Given: TLS at once, trusting this authority. */
  readonly ca?: string
}

/** Lines out, lines in: for protocols that curl does not speak. */
export class RawClient implements AsyncDisposable {
  #socket: Socket | TLSSocket
  #lines: AsyncIterator<string>

  private constructor(socket: Socket | TLSSocket) {
    this.#socket = socket
    this.#lines = linesOf(socket)
  }

  static async open({ host, port, ca }: Target): Promise<RawClient> {
    const socket = ca ? dialTls({ host, port, ca, servername: 'localhost' }) : dial({ host, port })
    await once(socket, ca ? 'secureConnect' : 'connect')
    return new RawClient(socket)
  }

  /** The next line, without CR LF. Throws when the server has hung up. */
  async line(): Promise<string> {
    const { value, done } = await this.#lines.next()
    if (done) throw new Error('the server has hung up')
    return value
  }

  /** Sends one line and reads one line. */
  ask(line: string): Promise<string> {
    this.#socket.write(`${line}\r\n`)
    return this.line()
  }

  /** Reads lines until one is `end`, which is not returned. */
  async until(end: string): Promise<string[]> {
    const lines: string[] = []
    for (let line = await this.line(); line !== end; line = await this.line()) lines.push(line)
    return lines
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy()
  }
}

const linesOf = (socket: Socket): AsyncIterator<string> =>
  createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
