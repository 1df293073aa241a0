import type * as zlib from 'node:zlib'
import type { ChannelBindingType } from './channel-binding.ts'
import { ConnectionError, LimitError, ProtocolError, TlsError } from './errors.ts'
import type { Transport, TransportEvents } from './transport.ts'

/** node:zlib, which is loaded only where somebody compresses */
export type Zlib = Pick<typeof zlib, 'createDeflateRaw' | 'createInflateRaw' | 'constants'>

/** octets received that may wait to be inflated; then the transport waits too */
const backlog = 64 * 1024

/** inflated octets before which `limits.inflation` is not asked: a short list of equal lines deflates very well */
const grace = 16 * 1024 * 1024

/**
 * Raw DEFLATE both ways over another transport. RFC 1951, 4978 §3, 8054 §2.2.2
 *
 *     write ──► deflate, flushed per write ──► inner ──► peer
 *     data  ◄── inflate, counted           ◄── inner ◄── peer
 */
export class DeflateTransport implements Transport {
  /** what the transport below tells */
  readonly below: TransportEvents
  readonly #inner: Transport
  readonly #deflate: zlib.DeflateRaw
  readonly #inflate: zlib.InflateRaw
  readonly #inflation: number
  #events: TransportEvents | undefined
  #received = 0
  #inflated = 0
  /** whoever reads is behind */
  #paused = false
  /** the inflater is behind */
  #full = false
  #leaving = false
  /** the peer says no more: what to tell when all it said is inflated */
  #last: (() => void) | undefined

  /** @param inflation octets that one received octet may become, `limits.inflation` */
  constructor(inner: Transport, { createDeflateRaw, createInflateRaw, constants }: Zlib, inflation: number) {
    this.#inner = inner
    this.#inflation = inflation
    const { Z_SYNC_FLUSH } = constants
    // each write is one flight, and leaves whole: the peer could not inflate what stays behind
    this.#deflate = createDeflateRaw({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH })
    // a peer that goes need not end its stream
    this.#inflate = createInflateRaw({ chunkSize: backlog, finishFlush: Z_SYNC_FLUSH })
    this.below = {
      data: (chunk) => this.#receive(chunk),
      drain: () => this.#deflate.resume(),
      end: () => this.#finish(() => this.#events?.end()),
      close: (error) => this.#closed(error),
    }
  }

  get secure(): boolean {
    return this.#inner.secure
  }

  get remoteAddress(): string | undefined {
    return this.#inner.remoteAddress
  }

  get localAddress(): string | undefined {
    return this.#inner.localAddress
  }

  get session(): Buffer | undefined {
    return this.#inner.session
  }

  channelBinding(type: ChannelBindingType): Buffer | undefined {
    return this.#inner.channelBinding?.(type)
  }

  ref(): void {
    this.#inner.ref?.()
  }

  unref(): void {
    this.#inner.unref?.()
  }

  /** Whoever has started the transport below passes what it tells on to `below`. */
  start(events: TransportEvents): void {
    this.#events = events
    const inflate = this.#inflate
    inflate.on('data', (piece: Buffer) => this.#inflatedMore(piece))
    inflate.on('drain', () => {
      this.#full = false
      if (!this.#paused) this.#inner.resume()
    })
    // without #last the peer has ended its stream, though not its connection: it can say no more
    inflate.on('end', () => (this.#last ?? events.end)())
    inflate.on('error', (error) => {
      events.close(new ProtocolError(`the server's compressed data is corrupt: ${error.message}`, { cause: error }))
    })
    const deflate = this.#deflate
    deflate.on('data', (piece: Buffer) => {
      if (!this.#inner.write(piece) && !this.#leaving) deflate.pause()
    })
    deflate.on('drain', () => events.drain())
    deflate.on('end', () => this.#inner.end())
    deflate.on('error', (error) => {
      events.close(new ConnectionError(`cannot compress: ${error.message}`, undefined, { cause: error }))
    })
  }

  write(data: string | Uint8Array): boolean {
    if (!this.#deflate.writable || data.length === 0) return true
    return this.#deflate.write(data)
  }

  pause(): void {
    this.#paused = true
    this.#inflate.pause()
    this.#inner.pause()
  }

  resume(): void {
    this.#paused = false
    this.#inflate.resume()
    if (!this.#full) this.#inner.resume()
  }

  /** Always rejects: RFC 8054 §2.2.2 forbids STARTTLS here, and nobody needs what RFC 4978 §3 would allow. */
  upgrade(): Promise<void> {
    return Promise.reject(new TlsError('TLS comes before compression, not after it', 'ERR_TLS_REFUSED'))
  }

  end(): void {
    this.#leaving = true
    this.#inflate.destroy()
    // what waits for the peer to read goes to the transport below, which sends it as it leaves
    this.#deflate.resume()
    this.#deflate.end()
  }

  destroy(): void {
    // what end() has begun may finish
    if (this.#leaving) return
    this.#inflate.destroy()
    this.#deflate.destroy()
    this.#inner.destroy()
  }

  #receive(chunk: Buffer): false {
    const inflate = this.#inflate
    if (!inflate.writable) return false
    this.#received += chunk.length
    inflate.write(chunk)
    if (this.#full || inflate.writableLength <= backlog) return false
    this.#full = true
    this.#inner.pause()
    return false
  }

  #inflatedMore(piece: Buffer): void {
    this.#inflated += piece.length
    if (this.#inflated > grace && this.#inflated > this.#received * this.#inflation) {
      const what = `${this.#received} compressed octets became ${this.#inflated}`
      this.#events?.close(
        new LimitError(`${what}, more than ${this.#inflation} for each (limits.inflation): possibly a bomb`),
      )
      return
    }
    this.#events?.data(piece)
  }

  /** The peer says no more; what it has said is inflated first. */
  #finish(last: () => void): void {
    this.#last = last
    if (this.#inflate.readableEnded) last()
    else this.#inflate.end()
  }

  #closed(error: Error | undefined): void {
    const close = (): void => this.#events?.close(error)
    // a broken connection is told at once to a reader that is behind, as without compression
    if (this.#inflate.destroyed || (error && this.#paused)) close()
    else this.#finish(close)
  }
}
