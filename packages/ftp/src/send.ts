import type { Command, Pieces, Reply, Script } from '@linewire/wire'
import type { DataConnection } from './data-connection.ts'
import { refused } from './reply.ts'
import {
  begin,
  breakOff,
  grace,
  type Transfer,
  type TransferState,
  type TransferTalk,
  transferCommand,
  type Underway,
  unexpected,
} from './transfer.ts'
import { brokenOff, failed } from './transfer-error.ts'
import type { TransferReplies } from './transfer-replies.ts'

/** What became of an upload. */
export interface Sent {
  /** octets that went out */
  readonly octets: number
  /** what the server said as it began, and at the end */
  readonly preliminary: string
  readonly final: Reply
}

/** ms of silence, behind which a server is thought to be one of those that say nothing before they have the data */
const patience = 5000

/** octets that go out before the server is looked at: a slow one may take a minute for more */
const least = 128 * 1024

/** of a fast one: parts of 128 KiB cost 1.5 times the CPU (bench: ftp-upload) */
const most = 1024 * 1024

/** ms in which a fast one takes a part */
const prompt = 1000

/** Stores. The source is not touched before the server begins; the value comes with the server's final word. */
export const send = (
  state: TransferState,
  transfer: Transfer,
  source: AsyncIterable<Uint8Array>,
  onProgress?: (octets: number) => void,
): Command<Sent> =>
  transferCommand(state, transfer, function* (io, replies) {
    const connection = yield* begin(io, state, transfer)
    const outgoing = new Outgoing(io, connection)
    state.underway = outgoing
    const impatient = setTimeout(() => outgoing.hurry(), patience)
    try {
      const sent = yield* follow(io, replies, outgoing, () => void outgoing.send(source, onProgress))
      state.rested = false
      return sent
    } finally {
      state.underway = undefined
      clearTimeout(impatient)
      outgoing.close()
    }
  })

function* follow(io: TransferTalk, replies: TransferReplies, outgoing: Outgoing, start: () => void): Script<Sent> {
  let preliminary: string | undefined
  let final: Reply | undefined
  let begun = false
  /** whether a 2xx is the last word: one that came before the data may have another behind it */
  let waited = false
  for (;;) {
    const said = replies.poll()
    if (said) {
      if (said.code >= 400) {
        throw begun ? brokenOff(io.name, said, outgoing.error) : refused(io, said)
      }
      if (said.code >= 300) throw unexpected(io, said)
      // some say 200 before it, and 226 at the end; some say nothing before it but 200
      final = said.code < 200 ? undefined : said
      if (said.code < 200) preliminary ??= said.text
      waited = begun && final !== undefined
      if (!begun) start()
      begun = true
      continue
    }
    if (outgoing.hurried && !begun) {
      start()
      begun = true
    }
    if (outgoing.failed || io.signal.aborted) {
      outgoing.stop()
      if (final === undefined) yield* breakOff(io, outgoing.connection, replies)
      if (io.signal.aborted) throw failed(io.name, 'aborted', io.signal.reason, 'ERR_ABORTED')
      throw failed(io.name, 'its source failed', outgoing.failure, 'ERR_SOURCE')
    }
    const { failure } = outgoing.connection
    if (final && failure) throw failed(io.name, 'the data connection broke', failure)
    if (final && outgoing.done && (waited || outgoing.hasLingered()))
      return { octets: outgoing.octets, preliminary: preliminary ?? '', final }
    if (final && (waited || outgoing.error)) {
      throw failed(io.name, `the server said ${final.code} when ${outgoing.octets} octets were sent and more to come`)
    }
    io.owed = !outgoing.asking && !(final && outgoing.done)
    io.heardAt = outgoing.heardAt
    yield
  }
}

/** The source on its way out. */
class Outgoing implements Underway {
  readonly connection: DataConnection
  octets = 0
  /** all has been written, and the server been told so */
  done = false
  /** the source owes us the next piece, not the server */
  asking = false
  /** performance.now() of when the server last took some of it, or it became its turn */
  heardAt = 0
  /** the server has said nothing for too long */
  hurried = false
  /** what broke the data connection */
  error: Error | undefined
  /** whether the source threw, and what: that may be nothing */
  failed = false
  failure: unknown
  readonly #io: TransferTalk
  readonly #wake: () => void
  #stopped = false
  /** octets of the next part */
  #size = least
  /** whom to tell when no more of it is wanted */
  #source: AsyncIterator<Uint8Array> | undefined
  #drained: (() => void) | undefined
  #linger: NodeJS.Timeout | undefined
  #lingered = false

  constructor(io: TransferTalk, connection: DataConnection) {
    this.#io = io
    this.connection = connection
    this.#wake = () => io.wake()
    io.signal.addEventListener('abort', this.#wake, { once: true })
    connection.start({
      // what comes is read: a TLS 1.3 ticket left unread would make the end of the connection a reset
      data: () => true,
      drain: () => this.#drained?.(),
      end: () => this.#gone(undefined),
      close: (error) => this.#gone(error),
    })
  }

  get idle(): boolean {
    return this.asking
  }

  async send(source: AsyncIterable<Uint8Array>, onProgress?: (octets: number) => void): Promise<void> {
    try {
      // even a transfer of no octets has its handshake
      await this.connection.secured.catch((error: Error) => this.#gone(error))
      if (this.#stopped) return
      this.#ask(true)
      const iterator = source[Symbol.asyncIterator]()
      this.#source = iterator
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        const piece = next.value
        this.#ask(false)
        for (let at = 0; at < piece.length; ) {
          if (this.#stopped) return
          const part = piece.subarray(at, at + this.#size)
          at += part.length
          this.octets += part.length
          const since = performance.now()
          if (!this.connection.write(part)) await this.#drain()
          this.#took(since)
          if (this.#stopped) return
          onProgress?.(this.octets)
        }
        if (this.connection.sent) (source as Partial<Pieces>).recycle?.(piece)
        this.#ask(true)
      }
      this.#ask(false)
      if (this.#stopped) return
      this.connection.finish()
      this.done = true
    } catch (error) {
      // a connection that broke has its own report
      if (!this.#stopped) {
        this.failed = true
        this.failure = error
      }
    }
    this.#io.wake()
  }

  /** The server took a part. Of a slow one, too, the buffers on the way take the first octets as fast as they come. */
  #took(since: number): void {
    this.heardAt = performance.now()
    const fast = this.heardAt - since < prompt && this.octets >= 16 * most
    this.#size = fast ? most : least
  }

  /** Whether a word that may follow the last one has had its time, which begins when this is first asked. */
  hasLingered(): boolean {
    this.#linger ??= setTimeout(() => {
      this.#lingered = true
      this.#io.wake()
    }, grace)
    return this.#lingered
  }

  hurry(): void {
    this.hurried = true
    this.#io.wake()
  }

  stop(): void {
    this.#stopped = true
    this.#drained?.()
    // at once: its next piece may be long in coming
    this.#source?.return?.().catch(() => {})
    this.#source = undefined
  }

  close(): void {
    this.stop()
    clearTimeout(this.#linger)
    this.#io.signal.removeEventListener('abort', this.#wake)
    this.connection.close()
  }

  /** The clock looks whose turn it is when it runs out; one that stands still has to be told. */
  #ask(asking: boolean): void {
    this.asking = asking
    if (asking) return
    this.heardAt = performance.now()
    if (!this.#io.owed) this.#io.wake()
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve
    })
  }

  /** The server will say why. */
  #gone(error: Error | undefined): void {
    if (!this.done) this.error ??= error
    this.asking = false
    this.stop()
    this.#io.wake()
  }
}
