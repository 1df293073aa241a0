import type { FileHandle } from 'node:fs/promises'
import { Body } from './body.ts'
import { nodeFs } from './node-modules.ts'
import { asBuffer } from './text.ts'

export interface WriteOptions {
  /** where in the file the first octet goes; one behind the other unless told, as a pipe or a device wants it */
  position?: number
  signal?: AbortSignal | undefined
  /** called after every write, with the octets of it */
  onWritten?: (octets: number) => void
}

/** octets of one write: of 512 KiB each costs half as much again in CPU where a thread is slow to wake (bench: ftp-download) */
const writeSize = 1024 * 1024

/** how many of them: one is filled while others are written */
const buffers = 3

/** octets that are not worth another read into a buffer */
const rest = 16 * 1024

/** ms that octets may wait for more of them: of a slow source, too, one sees what has come */
const patience = 100

/**
 * Writes octets to an open file by whole buffers, off the loop, around node:stream. When the source fails, what came
 * before is written first. Returns how many were written.
 */
export async function writeOctets(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  { position, signal, onWritten }: WriteOptions = {},
): Promise<number> {
  const sink = new FileSink(file, position, onWritten)
  const take = (piece: Uint8Array): Promise<void> | undefined => {
    signal?.throwIfAborted()
    return sink.take(asBuffer(piece))
  }
  try {
    if (source instanceof Body) await source.pour(take, () => sink.memory)
    else for await (const piece of source) await take(piece)
    signal?.throwIfAborted()
  } catch (error) {
    // why the source failed says more than that the disk is full too
    await sink.end().catch(() => {})
    throw error
  }
  await sink.end()
  return sink.written
}

/** Memory that is filled, by whoever has the octets or by us, and written. */
class FileSink {
  /** octets that the file has */
  written = 0
  readonly #file: FileHandle
  readonly #position: number | undefined
  readonly #onWritten: ((octets: number) => void) | undefined
  /** what is being filled, and how far it is */
  #filling: Buffer | undefined
  #filled = 0
  /** performance.now() of when the first octet of it came */
  #since = 0
  readonly #free: Buffer[] = []
  /** what is to be written, in order: a pipe has no positions, so it is one write behind the other */
  readonly #waiting: Waiting[] = []
  /** octets of the first of them that the file has */
  #at = 0
  /** waits until so few of them are left */
  #fewer: { readonly than: number; readonly done: () => void } | undefined
  #failed = false
  #failure: unknown

  constructor(file: FileHandle, position: number | undefined, onWritten?: (octets: number) => void) {
    this.#file = file
    this.#position = position
    this.#onWritten = onWritten
  }

  /** Where the next octets go. */
  get memory(): Buffer {
    this.#filling ??= this.#free.pop() ?? Buffer.allocUnsafeSlow(writeSize)
    return this.#filled === 0 ? this.#filling : this.#filling.subarray(this.#filled)
  }

  /** Takes what comes next, which may be there already. A promise: wait for it; the octets are lent until then. */
  take(piece: Buffer): Promise<void> | undefined {
    if (this.#failed) throw this.#failure
    if (this.#holds(piece)) this.#fill(piece.length)
    else if (piece.length >= writeSize) {
      this.#flush()
      this.#write({ octets: piece, memory: undefined })
      return this.#until(1)
    } else {
      for (let at = 0; at < piece.length; ) {
        const octets = piece.copy(this.memory, 0, at)
        at += octets
        this.#fill(octets)
      }
    }
    return this.#waiting.length < buffers - 1 ? undefined : this.#until(2)
  }

  /** Writes what is left. Rejects with why a write has failed. */
  async end(): Promise<void> {
    this.#flush()
    await this.#until(1)
  }

  #holds(piece: Buffer): boolean {
    const filling = this.#filling
    return filling?.buffer === piece.buffer && piece.byteOffset === filling.byteOffset + this.#filled
  }

  #fill(octets: number): void {
    const now = performance.now()
    if (this.#filled === 0) this.#since = now
    this.#filled += octets
    if (this.#filled > writeSize - rest || now - this.#since > patience) this.#flush()
  }

  #flush(): void {
    const [memory, octets] = [this.#filling, this.#filled]
    if (memory === undefined || octets === 0) return
    this.#filling = undefined
    this.#filled = 0
    this.#write({ octets: octets === writeSize ? memory : memory.subarray(0, octets), memory })
  }

  #write(waiting: Waiting): void {
    this.#waiting.push(waiting)
    if (this.#waiting.length === 1) this.#next()
  }

  /** By a call in place of the handle's promise, which costs 27 µs more for each write (bench: ftp-download). */
  #next(): void {
    const first = this.#waiting[0]
    if (first === undefined) return
    const place = this.#position === undefined ? null : this.#position + this.written
    nodeFs().write(this.#file.fd, first.octets, this.#at, first.octets.length - this.#at, place, this.#done)
  }

  readonly #done = (error: unknown, octets: number): void => {
    const [{ octets: whole, memory }] = this.#waiting as [Waiting]
    if (error === null) {
      this.#at += octets
      this.written += octets
      if (this.#at < whole.length) {
        this.#next()
        return
      }
      try {
        this.#onWritten?.(whole.length)
      } catch (thrown) {
        error = thrown
      }
    }
    this.#at = 0
    this.#waiting.shift()
    if (memory !== undefined) this.#free.push(memory)
    if (error !== null) {
      this.#failed = true
      this.#failure = error
      this.#waiting.length = 0
    }
    this.#next()
    const fewer = this.#fewer
    if (fewer !== undefined && this.#waiting.length < fewer.than) {
      this.#fewer = undefined
      fewer.done()
    }
  }

  /** Waits until fewer are left to be written. */
  async #until(than: number): Promise<void> {
    if (this.#waiting.length >= than) {
      await new Promise<void>((done) => {
        this.#fewer = { than, done }
      })
    }
    if (this.#failed) throw this.#failure
  }
}

interface Waiting {
  readonly octets: Buffer
  /** what is free again behind it */
  readonly memory: Buffer | undefined
}
