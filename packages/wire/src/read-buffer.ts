import type { OnReadOpts } from 'node:net'

/**
 * Octets of one read: more once reads fill it. 64 KiB for a small file cost more than the file does (bench: ftp-small); for a
 * large one they cost twice the calls of 256 KiB, and 1 MiB gains nothing (performance.md, FTP-1).
 */
const smallest = 8 * 1024
const growth = 8
const largest = 256 * 1024

/** What a socket reads into: the same memory again and again, as long as nobody keeps a view on what was read. */
export class ReadBuffer {
  readonly onread: OnReadOpts = {
    buffer: () => {
      this.#lent = this.#wanted?.()
      return this.#lent ?? this.#memory
    },
    callback: (length, memory) => {
      this.#read(asChunk(memory, length))
      return true
    },
  }
  #memory: Buffer = Buffer.allocUnsafeSlow(smallest)
  #data: ((chunk: Buffer) => unknown) | undefined
  #wanted: (() => Buffer | undefined) | undefined
  /** memory of the one who is told, which the next octets go into */
  #lent: Buffer | undefined
  /** what came before anybody wanted it */
  readonly #early: Buffer[] = []

  /** From now on what is read goes there. `true`: its memory may be used again. `wanted`: where the next octets may be put. */
  start(data: (chunk: Buffer) => unknown, wanted?: () => Buffer | undefined): void {
    this.#data = data
    this.#wanted = wanted
    for (const chunk of this.#early.splice(0)) data(chunk)
  }

  #read(chunk: Buffer): void {
    const memory = this.#memory
    if (this.#lent !== undefined) {
      this.#data?.(chunk)
      return
    }
    const filled = chunk.length === memory.length && memory.length < largest
    if (this.#data === undefined) this.#early.push(Buffer.from(chunk))
    else if (this.#data(chunk) !== true || filled) {
      this.#memory = Buffer.allocUnsafeSlow(filled ? Math.min(memory.length * growth, largest) : memory.length)
    }
  }
}

function asChunk(memory: Uint8Array, length: number): Buffer {
  return Buffer.from(memory.buffer, memory.byteOffset, length)
}
