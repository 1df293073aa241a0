import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { FtpServer } from './ftp.ts'

/** A client for the tests of the FTP server: lines out, whole replies in, data connections by hand. Knows nothing else. */
export class RawFtp implements AsyncDisposable {
  readonly server: FtpServer
  socket: Socket
  /** The newest TLS session of the control connection. */
  ticket: Buffer | undefined
  #received = ''
  #wake: () => void = () => {}
  #ended = false

  private constructor(server: FtpServer, socket: Socket) {
    this.server = server
    this.socket = socket
    this.#listen()
  }

  /** Connects and reads the greeting. */
  static async dial(server: FtpServer, tls: 'implicit' | 'none' = 'none'): Promise<RawFtp> {
    const { host, port, ca } = server
    const client =
      tls === 'implicit'
        ? new RawFtp(server, connectTls({ host, port, ca }))
        : new RawFtp(server, createConnection({ host, port }))
    await client.reply()
    return client
  }

  /** The same, and logged in. */
  static async login(server: FtpServer, user = 'alice', password = 'wonderland'): Promise<RawFtp> {
    const client = await RawFtp.dial(server)
    await client.send(`USER ${user}`)
    await client.send(`PASS ${password}`)
    return client
  }

  /** The next reply, all its lines, without the last CR LF; 'gone' when the server hangs up first. RFC 959 §4.2 */
  async reply(): Promise<string> {
    for (;;) {
      const single = /^(\d{3}) [^\n]*\r\n/.exec(this.#received)
      const many = /^(\d{3})-[\s\S]*?\r\n\1 [^\n]*\r\n/.exec(this.#received)
      const found = (single ?? many)?.[0]
      if (found) {
        this.#received = this.#received.slice(found.length)
        return found.slice(0, -2)
      }
      if (this.#ended) return 'gone'
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Sends a line and reads one reply. */
  send(line: string): Promise<string> {
    this.socket.write(`${line}\r\n`)
    return this.reply()
  }

  async startTls(): Promise<void> {
    this.socket.removeAllListeners('data')
    const secured = connectTls({ socket: this.socket, ca: this.server.ca, host: 'localhost' })
    await once(secured, 'secureConnect')
    this.socket = secured
    this.#listen()
  }

  /** Sends EPSV and connects. */
  async passive(): Promise<Socket> {
    const port = Number(/\|\|\|(\d+)\|/.exec(await this.send('EPSV'))?.[1])
    return createConnection({ host: '127.0.0.1', port }).on('error', () => {})
  }

  /** A data connection under TLS, resuming the control connection's session when it is told to. */
  async securePassive(resume: boolean): Promise<TLSSocket> {
    const port = Number(/\|\|\|(\d+)\|/.exec(await this.send('EPSV'))?.[1])
    const session = resume ? { session: this.ticket! } : {}
    return connectTls({ host: '127.0.0.1', port, ca: this.server.ca, ...session }).on('error', () => {})
  }

  /** EPSV, a command that sends data, all of the data; both replies. */
  async download(line: string): Promise<{ replies: string[]; data: string }> {
    const socket = await this.passive()
    const data = collect(socket)
    return { replies: [await this.send(line), await this.reply()], data: await data }
  }

  /** EPSV, a command that takes data, all of the data; both replies. */
  async upload(line: string, data: string | Buffer): Promise<string[]> {
    const socket = await this.passive()
    const first = await this.send(line)
    socket.end(data)
    return [first, await this.reply()]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy()
  }

  #listen(): void {
    this.socket.on('session', (ticket: Buffer) => {
      this.ticket = ticket
    })
    this.socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString()
      this.#wake()
    })
    this.socket.on('error', () => {})
    this.socket.once('close', () => {
      this.#ended = true
      this.#wake()
    })
  }
}

/** Everything that comes until the connection is closed, in latin1. */
export async function collect(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  await new Promise((resolve) => socket.once('close', resolve))
  return text
}

/** Waits for the server to call: the port, and the connection when it comes. */
export async function awaitCall(): Promise<{ port: number; socket: Promise<Socket> }> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as { port: number }
  const socket = once(listener, 'connection').then(([caller]) => {
    listener.close()
    return caller as Socket
  })
  return { port, socket }
}
