const CRLF = Buffer.from('\r\n')

/** The client has left, or we have hung up: the session is over. Thrown out of every read and write, caught by the server. */
export class Gone extends Error {
  override name = 'Gone'
}

/** A line longer than its limit. It has been read and dropped, so the session may answer and go on. */
export class LineTooLong extends Error {
  override name = 'LineTooLong'
}

/** Octets received and not yet read. A line ends at CR LF only: a lone CR or LF is data, as the RFCs have it. */
export class Reader {
  #octets: Buffer = Buffer.alloc(0)
  #ended = false
  #wake: (() => void) | undefined
  #onWait: () => void

  /** @param onWait called each time that something is missing and the peer has to send it */
  constructor(onWait: () => void) {
    this.#onWait = onWait
  }

  /** Octets that wait to be read. */
  get length(): number {
    return this.#octets.length
  }

  push(chunk: Buffer): void {
    this.#octets = this.#octets.length === 0 ? chunk : Buffer.concat([this.#octets, chunk])
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  /** Forgets what was received and not yet read. */
  clear(): void {
    this.#octets = Buffer.alloc(0)
  }

  /** The next line without its CR LF. `limit` counts octets without CR LF. */
  async line(limit: number): Promise<Buffer> {
    for (let from = 0, dropped = false; ; ) {
      const end = this.#octets.indexOf(CRLF, from)
      if (end >= 0) {
        const line = this.#take(end)
        this.#take(2)
        if (dropped || line.length > limit) throw new LineTooLong(`a line of more than ${limit} octets`)
        return line
      }
      if (this.#octets.length > limit + 1) {
        // keep a CR at the end: its LF may be on the way
        this.#take(this.#octets.length - 1)
        dropped = true
      }
      from = Math.max(0, this.#octets.length - 1)
      await this.#more()
    }
  }

  /** Exactly `count` octets. */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let missing = count; missing > 0; ) {
      if (this.#octets.length === 0) await this.#more()
      const part = this.#take(Math.min(missing, this.#octets.length))
      missing -= part.length
      parts.push(part)
    }
    return Buffer.concat(parts)
  }

  /** Whatever has come, at least one octet; an empty buffer at the end. */
  async some(): Promise<Buffer> {
    if (this.#octets.length === 0 && !this.#ended) await this.#wait()
    return this.#take(this.#octets.length)
  }

  #take(count: number): Buffer {
    const taken = this.#octets.subarray(0, count)
    this.#octets = this.#octets.subarray(count)
    return taken
  }

  async #more(): Promise<void> {
    if (!this.#ended) {
      const before = this.#octets.length
      await this.#wait()
      if (this.#octets.length > before) return
    }
    throw new Gone('the client has left')
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
      this.#onWait()
    })
  }
}
