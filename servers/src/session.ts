import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { type Faults, fate, garbage, pieces } from './faults.ts'
import { Gone, Reader } from './reader.ts'

/** Above this many unread octets the socket is paused: a server that does not read pushes back. */
const HIGH_WATER = 65536

export interface SessionOptions {
  socket: Socket
  context: SecureContext
  faults: Faults
  verb: (line: string) => string
}

/** One connection, as the protocol sees it: lines in, replies out. Every method rejects with Gone when the client has left. */
export class Session {
  /** What went over the wire: 'S: …' and 'C: …', a body as its number of octets. Nothing is hidden. */
  readonly transcript: string[] = []
  /** How often the server had to wait for the client after it had sent something. */
  flights = 0
  /** How strings become octets, and lines strings. */
  encoding: BufferEncoding = 'utf8'
  /** The last line that was read. */
  command = ''
  readonly faults: Faults
  #raw: Socket
  #socket: Socket
  #options: SessionOptions
  #reader: Reader
  #step = 0
  #nth = 1
  #owing = false
  #closed: Promise<void>

  constructor(options: SessionOptions) {
    this.#options = options
    this.faults = options.faults
    this.#raw = this.#socket = options.socket
    this.#reader = new Reader(() => {
      if (this.#owing) this.flights += 1
      this.#owing = false
      this.#socket.resume()
    })
    this.#closed = new Promise((resolve) => options.socket.once('close', () => resolve()))
    options.socket.setNoDelay(true)
    this.#listen()
  }

  get secure(): boolean {
    return this.#socket !== this.#raw
  }

  /** The socket of the moment: for addresses, and for what TLS has agreed on. */
  get socket(): Socket {
    return this.#socket
  }

  /** Resolves when the connection is gone. */
  get closed(): Promise<void> {
    return this.#closed
  }

  /** The next line, a command: it starts the count of replies to it. `limit` in octets, beyond it LineTooLong. */
  async line(limit = 65536): Promise<string> {
    this.command = await this.more(limit)
    this.#nth = 1
    return this.command
  }

  /** The next line of the same command: the answer to a challenge, a header of a literal. */
  async more(limit = 65536): Promise<string> {
    const line = (await this.#reader.line(limit)).toString(this.encoding)
    this.transcript.push(`C: ${line}`)
    return line
  }

  /** Exactly `count` octets. */
  async read(count: number): Promise<Buffer> {
    const octets = await this.#reader.take(count)
    this.transcript.push(`C: [${count} octets]`)
    return octets
  }

  /** Whatever comes next, of any length; empty at the end. */
  some(): Promise<Buffer> {
    return this.#reader.some()
  }

  /** Lines up to a lone dot, dots taken off, each with its CR LF. RFC 5321 §4.5.2, RFC 3977 §3.1.1 */
  async dotBlock(): Promise<Buffer> {
    const parts: Buffer[] = []
    for (;;) {
      const line = await this.#reader.line(Number.POSITIVE_INFINITY)
      if (line.length === 1 && line[0] === 0x2e) break
      parts.push(line[0] === 0x2e ? line.subarray(1) : line, Buffer.from('\r\n'))
    }
    const block = Buffer.concat(parts)
    this.transcript.push(`C: [${block.length} octets]`)
    return block
  }

  /**
   * One whole reply: a line (or lines; CR LF is added at the end) and, when there is one, the octets of its body.
   * False when the fault injector has put something else in its place: a conversation that needs the reply stops then.
   */
  async reply(text: string | Uint8Array, body: string | Uint8Array = ''): Promise<boolean> {
    const head = Buffer.concat([this.#octets(text), Buffer.from('\r\n')])
    const tail = this.#octets(body)
    const verb = this.#options.verb(this.command)
    const next = fate(this.faults, { step: this.#step++, command: this.command, verb, nth: this.#nth++ })
    if (next.kind === 'answer') {
      this.#record(head, tail)
      await this.#send(tail.length === 0 ? head : Buffer.concat([head, tail]))
      return true
    }
    if (next.kind === 'replace') {
      const instead = this.#octets(next.text)
      this.#record(instead, Buffer.alloc(0))
      await this.#send(instead)
      return false
    }
    if (next.kind === 'garbage') {
      await this.#send(garbage)
      return false
    }
    if (next.kind === 'endless') for (;;) await this.#send(Buffer.alloc(65536, 'x'))
    if (next.kind === 'stall') {
      this.#socket.resume()
      await this.#closed
    }
    if (next.kind === 'close') {
      const all = Buffer.concat([head, tail])
      if (next.when !== 'before') await this.#send(next.when === 'after' ? all : all.subarray(0, all.length >> 1))
      await this.end()
    }
    throw new Gone(`the fault injector: ${next.kind}`)
  }

  /** Octets that are no reply of their own: untagged data, the rest of a long body. No fault but split and delay. */
  async write(data: string | Uint8Array): Promise<void> {
    const octets = this.#octets(data)
    this.#record(octets, Buffer.alloc(0))
    await this.#send(octets)
  }

  /** Sends the go-ahead and changes to TLS. What was received in clear behind the command is forgotten (RFC 2595 §2.1). */
  async startTls(goAhead: string): Promise<boolean> {
    const extra = this.faults.afterStartTls
    if (!(await this.reply(goAhead, extra ?? ''))) return false
    this.#reader.clear()
    await this.secureNow()
    return true
  }

  /** Changes to TLS without a word: implicit TLS. */
  async secureNow(): Promise<void> {
    this.#socket.removeAllListeners('data')
    this.#socket.removeAllListeners('end')
    this.#socket.pause()
    const secured = new TLSSocket(this.#socket, { isServer: true, secureContext: this.#options.context })
    this.#socket = secured
    await new Promise<void>((resolve, reject) => {
      secured.once('secure', resolve)
      // before the handshake is over Node reports a server side failure by this event alone
      secured.once('_tlsError', () => secured.destroy())
      secured.once('close', () => reject(new Gone('no TLS')))
      secured.on('error', () => secured.destroy())
    })
    this.#listen()
  }

  /** Drops what has been received and not read. */
  forget(): void {
    this.#reader.clear()
  }

  /** Says all that is left to say and hangs up. */
  async end(): Promise<void> {
    if (this.faults.closeHow === 'reset') this.#raw.resetAndDestroy()
    // Node calls back no end() of a socket that is destroyed already
    else await Promise.race([new Promise<void>((resolve) => this.#socket.end(() => resolve())), this.#closed])
    this.#socket.resume()
  }

  /** Leaves at once. */
  destroy(): void {
    this.#socket.destroy()
    this.#raw.destroy()
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('data', (chunk: Buffer) => {
      this.#reader.push(chunk)
      if (this.#reader.length > HIGH_WATER && !socket.writableEnded) socket.pause()
    })
    socket.once('end', () => this.#reader.end())
    socket.once('close', () => this.#reader.end())
    socket.on('error', () => socket.destroy())
  }

  #octets(data: string | Uint8Array): Buffer {
    return typeof data === 'string'
      ? Buffer.from(data, this.encoding)
      : Buffer.from(data.buffer, data.byteOffset, data.length)
  }

  #record(head: Buffer, tail: Buffer): void {
    for (const line of head.toString(this.encoding).split('\r\n').slice(0, -1)) this.transcript.push(`S: ${line}`)
    if (tail.length > 0) this.transcript.push(`S: [${tail.length} octets]`)
  }

  async #send(octets: Buffer): Promise<void> {
    const { split, delay } = this.faults
    for (const piece of pieces(octets, split)) {
      if (delay) await new Promise((resolve) => setTimeout(resolve, delay))
      if (this.#socket.destroyed || this.#socket.writableEnded) throw new Gone('the client has left')
      this.#owing = true
      const flowing = this.#socket.write(piece)
      if (split) await new Promise(setImmediate)
      if (!flowing) await this.#drained()
    }
  }

  async #drained(): Promise<void> {
    let onDrain = (): void => {}
    const drain = new Promise<void>((resolve) => {
      onDrain = resolve
      this.#socket.once('drain', onDrain)
    })
    await Promise.race([drain, this.#closed])
    this.#socket.off('drain', onDrain)
  }
}
