import type { FileHandle } from 'node:fs/promises'
import { nodeFs } from './node-modules.ts'
import type { Pieces } from './source.ts'

/** octets of one read: half of it costs a tenth more CPU (bench: ftp-upload) */
const readSize = 1024 * 1024

const end = { done: true, value: undefined } as const

/** A file from some octet on. While a piece is used, the next one is read: into the memory of one before, where its reader gives it back. */
export class FilePieces implements Pieces {
  readonly #path: string
  readonly #start: number
  #at: number
  #file: FileHandle | undefined
  /** a pipe or a device has no positions, and may say nothing for long: it is read when it is asked for */
  #regular = false
  #ahead: Promise<Buffer> | undefined
  #over = false
  /** the newest piece that was asked for */
  #asked: Promise<unknown> | undefined
  readonly #free: Buffer[] = []

  constructor(path: string, start = 0) {
    this.#path = path
    this.#start = this.#at = start
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<Uint8Array, void>> {
    const next = this.#next()
    this.#asked = next
    return next
  }

  /** May be called while the next piece is awaited: the file is closed when nobody reads it. */
  async return(): Promise<IteratorResult<Uint8Array, void>> {
    this.#over = true
    await this.#asked?.catch(() => {})
    return this.#close()
  }

  async #next(): Promise<IteratorResult<Uint8Array, void>> {
    if (this.#over) return end
    try {
      this.#file ??= await this.#open()
      const piece = await (this.#ahead ?? this.#read(this.#file.fd))
      this.#ahead = undefined
      if (piece.length > 0) {
        if (this.#regular) {
          this.#ahead = this.#read(this.#file.fd)
          this.#ahead.catch(() => {}) // the next call reports it
        }
        return { done: false, value: piece }
      }
    } catch (error) {
      await this.#close()
      throw error
    }
    return this.#close()
  }

  async #close(): Promise<IteratorResult<Uint8Array, void>> {
    this.#over = true
    await this.#ahead?.catch(() => {})
    const file = this.#file
    this.#file = undefined
    await file?.close()
    return end
  }

  recycle(piece: Uint8Array): void {
    if (piece.buffer.byteLength === readSize) this.#free.push(Buffer.from(piece.buffer as ArrayBuffer))
  }

  async #open(): Promise<FileHandle> {
    const { open } = await import('node:fs/promises')
    const file = await open(this.#path)
    this.#regular = (await file.stat()).isFile()
    return file
  }

  /** By a call in place of the handle's promise, which costs 27 µs more (bench: ftp-download). */
  #read(file: number): Promise<Buffer> {
    const memory = this.#free.pop() ?? Buffer.allocUnsafeSlow(readSize)
    return new Promise((resolve, reject) => {
      nodeFs().read(file, memory, 0, readSize, this.#start > 0 ? this.#at : null, (error, octets) => {
        this.#at += octets
        if (error) reject(error)
        else resolve(octets === readSize ? memory : memory.subarray(0, octets))
      })
    })
  }
}
