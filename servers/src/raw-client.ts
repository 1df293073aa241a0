import { createConnection, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { LineServer } from './line-server.ts'

/** A client that knows no protocol: it sends what it is told and shows what came. For the tests of this folder. */
export class RawClient {
  #socket: Socket
  #text = ''
  #ended = false
  #wake: (() => void) | undefined
  #server: Pick<LineServer, 'ca'>

  private constructor(socket: Socket, server: Pick<LineServer, 'ca'>) {
    this.#socket = socket
    this.#server = server
    this.#listen()
  }

  static dial(server: Pick<LineServer, 'host' | 'port' | 'ca'>, tls: 'tls' | 'clear' = 'clear'): RawClient {
    const { host, port, ca } = server
    return new RawClient(tls === 'tls' ? connectTls({ host, port, ca }) : createConnection(port, host), server)
  }

  send(text: string): void {
    this.#socket.write(text)
  }

  /** The next line with its CR LF taken off. */
  async line(): Promise<string> {
    return (await this.#until('\r\n')).slice(0, -2)
  }

  /** The next lines up to a lone dot, which is left out; stuffing is left as it came. */
  async block(): Promise<string[]> {
    const lines: string[] = []
    for (let line = await this.line(); line !== '.'; line = await this.line()) lines.push(line)
    return lines
  }

  /** Sends a line and returns the next one. */
  async ask(line: string): Promise<string> {
    this.send(`${line}\r\n`)
    return this.line()
  }

  /** Sends a line and returns a line and the block behind it. */
  async askBlock(line: string): Promise<string[]> {
    return [await this.ask(line), ...(await this.block())]
  }

  /** All that comes until the server hangs up. */
  async rest(): Promise<string> {
    while (!this.#ended) await this.#more()
    return this.#text
  }

  async startTls(): Promise<void> {
    this.#socket.removeAllListeners()
    const secured = connectTls({ socket: this.#socket, host: 'localhost', ca: this.#server.ca })
    await new Promise<void>((resolve, reject) => secured.once('secureConnect', resolve).once('error', reject))
    this.#socket = secured
    this.#listen()
  }

  close(): void {
    this.#socket.destroy()
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('latin1')
      this.#wake?.()
    })
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => {
      this.#ended = true
      this.#wake?.()
    })
  }

  async #until(end: string): Promise<string> {
    for (;;) {
      const at = this.#text.indexOf(end)
      if (at >= 0) {
        const found = this.#text.slice(0, at + end.length)
        this.#text = this.#text.slice(found.length)
        return found
      }
      if (this.#ended) throw new Error(`the server hung up after ${JSON.stringify(this.#text)}`)
      await this.#more()
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
