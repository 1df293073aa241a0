import type { Transport, TransportEvents } from '../transport.ts'

/** A connection in memory: you are the server. */
export interface MemoryTransport extends Transport {
  /** all that the client has written, as text of one character per octet */
  readonly sent: string
  /** how many writes that took */
  readonly writes: number
  readonly paused: boolean
  readonly destroyed: boolean
  readonly upgraded: boolean
  /** from now on write() says that its buffer is full, until drain() */
  full: boolean
  /** what upgrade() does; resolves at once unless told */
  onUpgrade: () => Promise<void>
  /** the server says this */
  say(octets: string | Uint8Array): void
  drain(): void
  /** the server closes */
  close(error?: Error): void
  /** resolves when the client has written something that `sent` did not have */
  written(): Promise<void>
}

export function memoryTransport(options: { secure?: boolean; remoteAddress?: string } = {}): MemoryTransport {
  let events: TransportEvents | undefined
  let wake: (() => void)[] = []
  const state = {
    sent: '',
    writes: 0,
    paused: false,
    destroyed: false,
    upgraded: false,
    full: false,
    secure: options.secure ?? false,
    remoteAddress: options.remoteAddress ?? '127.0.0.1',
    localAddress: '127.0.0.1',
    onUpgrade: () => Promise.resolve(),
    start(to: TransportEvents): void {
      events = to
    },
    write(data: string | Uint8Array): boolean {
      state.sent += (typeof data === 'string' ? Buffer.from(data) : Buffer.from(data)).toString('latin1')
      state.writes++
      const waiting = wake
      wake = []
      for (const resolve of waiting) resolve()
      return !state.full
    },
    pause(): void {
      state.paused = true
    },
    resume(): void {
      state.paused = false
    },
    async upgrade(): Promise<void> {
      await state.onUpgrade()
      state.upgraded = true
      state.secure = true
    },
    end(): void {
      state.destroyed = true
    },
    destroy(): void {
      state.destroyed = true
    },
    say(octets: string | Uint8Array): void {
      const chunk = Buffer.from(octets as string)
      // as a socket: into the listener's memory where he has some
      const memory = events?.memory?.()
      if (memory !== undefined && memory.length >= chunk.length) {
        chunk.copy(memory)
        events?.data(memory.subarray(0, chunk.length))
        return
      }
      // whoever has kept a view after all must be found out
      if (events?.data(chunk) === true) chunk.fill('!')
    },
    drain(): void {
      state.full = false
      events?.drain()
    },
    close(error?: Error): void {
      if (error === undefined) events?.end()
      events?.close(error)
    },
    written(): Promise<void> {
      return new Promise((resolve) => wake.push(resolve))
    },
  }
  return state
}

/** Every write fills its buffer, which is empty a turn later. */
export function slowDown(transport: MemoryTransport): void {
  const write = transport.write
  transport.write = (data) => {
    setImmediate(() => transport.drain())
    write(data)
    return false
  }
}
