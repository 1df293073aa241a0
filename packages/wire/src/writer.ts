import { ConnectionError } from './errors.ts'
import { untilAborted } from './outgoing.ts'
import { type Charset, utf8 } from './text.ts'
import type { Transport } from './transport.ts'

const CRLF = Buffer.from('\r\n')

/** What goes out on one connection: lines joined into one write, and sources with backpressure. */
export class Writer {
  /** how text becomes octets */
  charset: Charset = utf8
  /** told when the peer begins or ends to take none of our data */
  onStall: (stalled: boolean) => void = () => {}
  /** where it goes */
  transport: Transport
  /** octets written in all */
  written = 0
  #outbox: (string | Uint8Array)[] | undefined
  #drained: (() => void)[] = []

  constructor(transport: Transport) {
    this.transport = transport
  }

  /** From now on write() gathers, until flush(). */
  gather(): void {
    this.#outbox = []
  }

  /** Sends what was gathered, in one write. */
  flush(): void {
    const pieces = this.#outbox ?? []
    this.#outbox = undefined
    if (pieces.length === 0) return
    const text = pieces.every((piece) => typeof piece === 'string')
    this.#put(text ? pieces.join('') : Buffer.concat(pieces.map(octetsOf)))
  }

  write(data: string | Uint8Array): void {
    if (this.#outbox) this.#outbox.push(data)
    else this.#put(data)
  }

  /** A line with its CR LF, behind a prefix. */
  line(line: string | Uint8Array, prefix = ''): void {
    const octets = typeof line === 'string' ? this.charset.encode(line) : line
    this.write(
      typeof octets === 'string' ? `${prefix}${octets}\r\n` : Buffer.concat([Buffer.from(prefix), octets, CRLF]),
    )
  }

  /** The octets that line() sends for it. */
  lengthOf(line: string | Uint8Array, prefix = ''): number {
    const octets = typeof line === 'string' ? this.charset.encode(line) : line
    return Buffer.byteLength(prefix) + Buffer.byteLength(octets) + CRLF.length
  }

  /** Sends a source, of which a piece is asked for only when the transport takes more. Resolves with its octets. */
  async send(
    source: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
    onProgress?: (octets: number) => void,
  ): Promise<number> {
    let sent = 0
    try {
      for await (const piece of untilAborted(source, signal)) {
        sent += piece.length
        if (!this.#put(piece)) await this.#untilDrained()
        onProgress?.(sent)
      }
      return sent
    } catch (error) {
      if (!signal.aborted) throw error
      throw new ConnectionError('aborted while its data went out', 'ERR_ABORTED', { cause: signal.reason })
    }
  }

  /** Lets those go on who wait for the transport. */
  release(): void {
    for (const resolve of this.#drained.splice(0)) resolve()
  }

  #put(data: string | Uint8Array): boolean {
    this.written += Buffer.byteLength(data)
    return this.transport.write(data)
  }

  async #untilDrained(): Promise<void> {
    this.onStall(true)
    await new Promise<void>((resolve) => this.#drained.push(resolve))
    this.onStall(false)
  }
}

function octetsOf(piece: string | Uint8Array): Uint8Array {
  return typeof piece === 'string' ? Buffer.from(piece) : piece
}
