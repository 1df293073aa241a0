import { createDeflate, createInflate, type Deflate } from 'node:zlib'
import { ProtocolError, type TransportEvents } from '@linewire/wire'
import type { DataTransport } from './data-connection.ts'

/** octets to be inflated at a time */
const piece = 64 * 1024

/**
 * A data connection in MODE Z: what goes over it is one zlib stream, whose end is the end of the data.
 * draft-preston-ftpext-deflate-04 §3, RFC 1950
 */
export class DeflatedData implements DataTransport {
  readonly #inner: DataTransport
  readonly #inflate = createInflate({ chunkSize: piece })
  #deflate: Deflate | undefined
  #events: TransportEvents | undefined
  #received = false
  #paused = false
  /** the inflater is behind */
  #full = false
  /** what to tell when all that came is inflated */
  #over: (() => void) | undefined

  constructor(inner: DataTransport) {
    this.#inner = inner
  }

  get secure(): boolean {
    return this.#inner.secure
  }

  get secured(): Promise<unknown> {
    return this.#inner.secured
  }

  get session(): Buffer | undefined {
    return this.#inner.session
  }

  get sessionReused(): boolean {
    return this.#inner.sessionReused
  }

  set onSession(hear: (() => void) | undefined) {
    this.#inner.onSession = hear
  }

  start(events: TransportEvents): void {
    this.#events = events
    const inflate = this.#inflate
    inflate.on('data', (octets: Buffer) => events.data(octets))
    inflate.on('drain', () => {
      this.#full = false
      if (!this.#paused) this.#inner.resume()
    })
    inflate.on('end', () => this.#over?.())
    inflate.on('error', (error) => {
      events.close(new ProtocolError(`the deflated data is corrupt: ${error.message}`, { cause: error }))
      this.#inner.destroy()
    })
    this.#inner.start({
      data: (chunk) => this.#receive(chunk),
      drain: () => this.#deflate?.resume(),
      end: () => this.#finish(() => events.end()),
      close: (error) => (error ? events.close(error) : this.#finish(() => events.close())),
    })
  }

  write(octets: Uint8Array): boolean {
    return this.#deflating().write(octets)
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

  finish(): void {
    this.#deflating().end()
  }

  end(): void {
    this.#release()
    this.#inner.end()
  }

  destroy(): void {
    this.#release()
    this.#inner.destroy()
  }

  /** Their memory is not the collector's. */
  #release(): void {
    this.#inflate.destroy()
    this.#deflate?.destroy()
  }

  #deflating(): Deflate {
    if (this.#deflate) return this.#deflate
    const deflate = createDeflate()
    this.#deflate = deflate
    deflate.on('data', (octets: Buffer) => {
      if (!this.#inner.write(octets)) deflate.pause()
    })
    deflate.on('drain', () => this.#events?.drain())
    deflate.on('end', () => this.#inner.finish())
    deflate.on('error', () => {}) // it is told that it was released
    return deflate
  }

  #receive(chunk: Buffer): void {
    this.#received = true
    const inflate = this.#inflate
    if (!inflate.writable || inflate.write(chunk)) return
    this.#full = true
    this.#inner.pause()
  }

  /** The peer has sent all. Of an upload there is nothing to inflate. */
  #finish(over: () => void): void {
    this.#over = over
    if (!this.#received || this.#inflate.readableEnded) over()
    else if (!this.#inflate.destroyed) this.#inflate.end()
  }
}
