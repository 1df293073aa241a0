import type { CloudflareSocket } from './transport.ts'

type How = NonNullable<CloudflareSocket['secureTransport']>

interface Deferred<T> {
  promise: Promise<T>
  resolve(value: T): void
  reject(error: unknown): void
}

function deferred<T>(): Deferred<T> {
  let [resolve, reject] = [(_: T): void => {}, (_: unknown): void => {}]
  const promise = new Promise<T>((done, failed) => {
    resolve = done
    reject = failed
  })
  promise.catch(() => {}) // perhaps nobody asks
  return { promise, resolve, reject }
}

/** A socket in memory with workerd's habits, as runtimes/workerd has found them: you are the server. */
export class FakeSocket implements CloudflareSocket {
  readonly secureTransport: How
  readonly readable: CloudflareSocket['readable'] & { locked: boolean }
  readonly writable: CloudflareSocket['writable'] & { locked: boolean }
  /** all that has gone out, as text of one character per octet */
  sent = ''
  /** why the client tore it off */
  aborted: unknown
  /** what startTls() has made of it */
  secured: FakeSocket | undefined
  readonly #opened = deferred<{ remoteAddress: string }>()
  readonly #closed = deferred<void>()
  #incoming: ReadableStreamDefaultController<Uint8Array> | undefined
  #held: Deferred<void> | undefined
  #reading = 0

  constructor(secureTransport: How = 'off') {
    this.secureTransport = secureTransport
    const stream = new ReadableStream<Uint8Array>({ start: (incoming) => void (this.#incoming = incoming) })
    this.readable = {
      get locked() {
        return stream.locked
      },
      getReader: () => this.#strict(stream.getReader()),
    }
    const sink = new WritableStream<Uint8Array>({
      write: async (octets) => {
        await this.#held?.promise
        if (this.aborted === undefined) this.sent += Buffer.from(octets).toString('latin1')
      },
    })
    this.writable = {
      get locked() {
        return sink.locked
      },
      getWriter: () => this.#abrupt(sink.getWriter()),
    }
  }

  get opened(): Promise<{ remoteAddress: string }> {
    return this.#opened.promise
  }

  get closed(): Promise<void> {
    return this.#closed.promise
  }

  /** Sends what is written first, for as long as that takes. */
  async close(): Promise<void> {
    await this.#held?.promise
    this.#closed.resolve()
    this.#incoming?.error(new Error('Stream was cancelled.'))
  }

  /** It never begins on a socket that is still held by a reader or a writer. */
  startTls(): CloudflareSocket {
    if (this.secureTransport !== 'starttls') throw new TypeError("secureTransport must be set to 'starttls'")
    this.secured = new FakeSocket('on')
    if (this.readable.locked || this.writable.locked) return this.secured
    this.#closed.resolve()
    this.secured.open()
    return this.secured
  }

  open(remoteAddress = 'localhost:110'): this {
    this.#opened.resolve({ remoteAddress })
    return this
  }

  /** The connection is not made. */
  refuse(error: Error): void {
    this.#closed.reject(error)
    this.#opened.reject(error)
    this.#incoming?.error(new Error('Stream was cancelled.'))
  }

  say(octets: string): void {
    this.#incoming?.enqueue(new TextEncoder().encode(octets))
  }

  /** The server hangs up. */
  hangUp(): void {
    this.#incoming?.close()
    this.#closed.resolve()
  }

  /** What is read or written fails. */
  fail(error: Error): void {
    this.#closed.resolve()
    this.#incoming?.error(error)
  }

  /** The server takes nothing more, until release(). */
  hold(): void {
    this.#held = deferred()
  }

  release(): void {
    this.#held?.resolve()
    this.#held = undefined
  }

  /** workerd lets nobody go who is still waiting for octets */
  #strict(reader: ReadableStreamDefaultReader<Uint8Array>) {
    return {
      read: async () => {
        this.#reading++
        return reader.read().finally(() => this.#reading--)
      },
      cancel: (reason?: unknown) => reader.cancel(reason),
      releaseLock: () => {
        if (this.#reading > 0)
          throw new TypeError('Cannot call releaseLock() on a reader with outstanding read promises.')
        reader.releaseLock()
      },
    }
  }

  /** abort() waits for no write */
  #abrupt(writer: WritableStreamDefaultWriter<Uint8Array>) {
    return {
      write: (octets: Uint8Array) => writer.write(octets),
      abort: (reason?: unknown) => {
        this.aborted = reason
        this.#closed.reject(reason)
        this.release()
        return writer.abort(reason)
      },
      releaseLock: () => writer.releaseLock(),
    }
  }
}
