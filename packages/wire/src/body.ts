import type { Readable } from 'node:stream'
import { onAbort } from './abort.ts'
import { ArgumentError, LimitError, WireError } from './errors.ts'
import { nodeStream } from './node-modules.ts'
import type { SaveOptions } from './save.ts'
import { asBuffer, decode, joined } from './text.ts'

/** What feeds a body: the engine for a lease on the input, a data connection in FTP. */
export interface BodyFlow {
  /** the reader has caught up */
  resume(): void
  /** nobody will read the rest */
  cancel(): void
}

/** for a body that nobody feeds */
const still: BodyFlow = { resume: () => {}, cancel: () => {} }

/** octets that wait for the reader before the feeder is paused */
const highWaterMark = 64 * 1024

/** octets of one of its lines */
const longestLine = 1024 * 1024

type Visit = (piece: Buffer) => void | PromiseLike<unknown>

/**
 * A body being received, as a stream of octets. It can be read once, by whichever form suits. Nothing behind it is
 * parsed until it ends: a slow reader pauses the connection, and a body that you leave (`break`, `cancel()`) is
 * drained so that the next command can go on.
 */
export class Body implements AsyncIterable<Uint8Array>, AsyncDisposable {
  readonly #flow: BodyFlow
  #queue: Buffer[] = []
  #queued = 0
  #read = 0
  #state: 'flowing' | 'ended' | 'cancelled' = 'flowing'
  #error: unknown
  #failed = false
  #taken = false
  #wake: (() => void) | undefined
  /** takes pieces as they come, while it waits for them */
  #visit: Visit | undefined
  /** the visitor is not yet done with the piece before */
  #visiting: PromiseLike<unknown> | undefined
  /** where the visitor wants the pieces to lie */
  #memory: (() => Buffer | undefined) | undefined

  constructor(flow: BodyFlow) {
    this.#flow = flow
  }

  /** A body that is there already. */
  static of(octets: Uint8Array): Body {
    const body = new Body(still)
    body.push(asBuffer(octets))
    body.finish()
    return body
  }

  /** A body that never comes: reading it throws. */
  static failed(error: unknown): Body {
    const body = new Body(still)
    body.fail(error)
    return body
  }

  // for the feeder ---------------------------------------------------------------------------------------------

  /** @internal Adds octets. Whether they are kept: if not, their memory may be used again. */
  push(piece: Buffer): boolean {
    if (this.#state !== 'flowing' || piece.length === 0) return false
    if (this.#visit !== undefined) return this.#show(this.#visit, piece)
    this.#queue.push(piece)
    this.#queued += piece.length
    this.#ring()
    return true
  }

  #show(visit: Visit, piece: Buffer): boolean {
    this.#read += piece.length
    try {
      const answer = visit(piece)
      if (!isPromise(answer)) return false
      this.#visiting = answer
    } catch (error) {
      this.#visiting = Promise.reject(error)
    }
    this.#visit = undefined
    this.#ring()
    return true
  }

  /** @internal Whether the reader is behind: feed no more until resume(). */
  get full(): boolean {
    if (this.#state !== 'flowing') return false
    // what is read into memory of our own meanwhile would have to be copied
    return this.#queued > highWaterMark || (this.#visiting !== undefined && this.#memory !== undefined)
  }

  /** @internal Where the reader wants the next octets. Nothing that is still to be taken may lie before them. */
  get memory(): Buffer | undefined {
    return this.#queue.length === 0 ? this.#memory?.() : undefined
  }

  /** @internal Whether it may still become whole. */
  get flowing(): boolean {
    return this.#state === 'flowing' && !this.#failed
  }

  /** @internal Octets that the reader has taken. */
  get read(): number {
    return this.#read
  }

  /** @internal The body is whole. */
  finish(): void {
    if (this.#state === 'flowing') this.#state = 'ended'
    this.#ring()
  }

  /** @internal The body will not be whole. What has arrived can still be read; then the reader gets the error. */
  fail(error: unknown): void {
    if (this.#state !== 'flowing' || this.#failed) return
    this.#failed = true
    this.#error = error
    this.#ring()
  }

  // for the reader ---------------------------------------------------------------------------------------------

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    this.#take()
    try {
      for (;;) {
        const piece = this.#next()
        if (piece !== undefined) yield piece
        else if (this.#over()) return
        else await this.#rung()
      }
    } finally {
      this.cancel()
    }
  }

  /**
   * Calls `visit` with every piece in order. A piece is lent: its memory is used again as soon as `visit` returns or its
   * promise resolves, so copy what you keep. That costs half the memory of a loop, in which every piece is yours.
   * The connection waits for the promise. What `visit` throws is thrown here, and the rest of the body is left.
   *
   * ```ts
   * await body.forEach((piece) => hash.update(piece))
   * ```
   */
  forEach(visit: (piece: Uint8Array) => void | PromiseLike<unknown>): Promise<void> {
    return this.pour(visit)
  }

  /** @internal forEach() for one who has memory for what comes: the feeder may put it there, and lends it all the same. */
  async pour(visit: Visit, memory?: () => Buffer | undefined): Promise<void> {
    this.#take()
    this.#memory = memory
    try {
      for (;;) {
        const piece = this.#next()
        if (piece !== undefined) await visit(piece)
        else if (this.#over()) return
        else {
          this.#visit = visit
          await this.#rung()
          this.#visit = undefined
          await this.#visiting
          this.#visiting = undefined
          if (memory && this.#queued === 0 && this.#state === 'flowing') this.#flow.resume()
        }
      }
    } finally {
      this.#visit = this.#memory = undefined
      this.cancel()
    }
  }

  #take(): void {
    if (this.#taken) throw new ArgumentError('this body has been read already')
    this.#taken = true
  }

  /** The piece that has waited longest. */
  #next(): Buffer | undefined {
    const piece = this.#queue.shift()
    if (piece === undefined) return undefined
    this.#queued -= piece.length
    this.#read += piece.length
    if (this.#queued <= highWaterMark && this.#state === 'flowing') this.#flow.resume()
    return piece
  }

  /** Whether it has ended. Throws what it ended by, when that was not its end. */
  #over(): boolean {
    if (this.#failed) throw this.#error
    // its reader must not take what it has for the whole
    if (this.#state === 'cancelled') throw new WireError('this body was cancelled', 'ERR_ABORTED')
    return this.#state === 'ended'
  }

  #rung(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  /**
   * The whole body in memory.
   * @throws {LimitError} when it has more than `maxBytes` octets (64 MiB unless told)
   */
  async bytes({ maxBytes = 64 * 1024 * 1024 }: { maxBytes?: number } = {}): Promise<Uint8Array> {
    const pieces = this.#state === 'ended' && !this.#failed ? this.#all() : await this.#gather(maxBytes)
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    if (length > maxBytes) throw tooMany(maxBytes)
    return joined(pieces, length)
  }

  /** All of it is there: a loop would take as many turns as it has pieces. */
  #all(): Buffer[] {
    this.#take()
    return this.#queue.splice(0)
  }

  async #gather(maxBytes: number): Promise<Buffer[]> {
    const pieces: Buffer[] = []
    let length = 0
    for await (const piece of this) {
      length += piece.length
      if (length > maxBytes) throw tooMany(maxBytes)
      pieces.push(asBuffer(piece))
    }
    return pieces
  }

  /** The whole body as text, by a charset of the Encoding Standard; UTF-8, or Latin-1 where it is not UTF-8, unless told. */
  async text(charset?: string, options?: { maxBytes?: number }): Promise<string> {
    if (charset === undefined) return decode(asBuffer(await this.bytes(options)))
    const decoder = decoderFor(charset)
    return decoder.decode(await this.bytes(options))
  }

  /** Line by line, without their ends (CR LF or LF). A line of more than 1 MiB is a {@link LimitError}. */
  async *lines(): AsyncGenerator<string, void, undefined> {
    let rest: Buffer = Buffer.alloc(0)
    for await (const piece of this) {
      let chunk = rest.length === 0 ? asBuffer(piece) : Buffer.concat([rest, piece])
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
        const line = chunk.subarray(0, end > 0 && chunk[end - 1] === 13 ? end - 1 : end)
        if (line.length > longestLine) throw tooLong()
        yield decode(line)
        chunk = chunk.subarray(end + 1)
      }
      // one more may be the CR of its end
      if (chunk.length > longestLine + 1) throw tooLong()
      rest = chunk
    }
    if (rest.length > longestLine) throw tooLong()
    if (rest.length > 0) yield decode(rest)
  }

  /**
   * To a file: written beside it under another name and renamed at the end, so that a failure leaves nothing behind.
   * A target that is no regular file (a device, a pipe) is written directly. Returns the octets written.
   */
  async saveTo(path: string, options: SaveOptions = {}): Promise<number> {
    const { signal } = options
    // at once, and not when the next octets come
    const leave = (): void => {
      this.fail(signal?.reason)
      this.#flow.cancel()
    }
    const stop = signal && !signal.aborted ? onAbort(signal, leave) : undefined
    try {
      const { save } = await import('./save.ts')
      return await save(this, path, options)
    } catch (error) {
      // no file, no reader: the connection must not wait for one
      this.cancel()
      throw error
    } finally {
      stop?.()
    }
  }

  /** As a web stream. */
  stream(): ReadableStream<Uint8Array> {
    const iterator = this[Symbol.asyncIterator]()
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: () => this.cancel(),
    })
  }

  /** As a Node stream. */
  readable(): Readable {
    const iterator = this[Symbol.asyncIterator]()
    // Readable.from() would close only when the next octets come
    return new (nodeStream().Readable)({
      read() {
        iterator.next().then(
          ({ done, value }) => this.push(done ? null : value),
          (error: Error) => this.destroy(error),
        )
      },
      destroy: (error, callback) => {
        this.cancel()
        callback(error)
      },
    })
  }

  /** Stop reading. The rest is received and dropped, up to a limit; beyond it the connection goes. */
  cancel(): void {
    if (this.#state !== 'flowing') return
    this.#state = 'cancelled'
    this.#queue = []
    this.#queued = 0
    this.#ring()
    if (!this.#failed) this.#flow.cancel()
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.cancel()
    return Promise.resolve()
  }

  #ring(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

function isPromise(answer: unknown): answer is PromiseLike<unknown> {
  return typeof answer === 'object' && answer !== null && 'then' in answer
}

function tooMany(maxBytes: number): LimitError {
  return new LimitError(`the body has more than ${maxBytes} octets (maxBytes)`)
}

function tooLong(): LimitError {
  return new LimitError(`the body has a line of more than ${longestLine} octets`)
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset)
  } catch {
    throw new ArgumentError(`no charset is called ${JSON.stringify(charset)}: see the Encoding Standard for its names`)
  }
}
