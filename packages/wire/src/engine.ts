import { onAbort } from './abort.ts'
import { checkLine } from './args.ts'
import type { Body } from './body.ts'
import { Clock } from './clock.ts'
import type { Beside, Command, Exchange, Order, Route, Talk } from './command.ts'
import { Conversation, nameOf, Sender } from './conversation.ts'
import { DeflateTransport } from './deflate.ts'
import { broken, gone, lost } from './ending.ts'
import { ConnectionError, messageOf, ProtocolError, TimeoutError } from './errors.ts'
import { Input } from './input.ts'
import { Lease } from './lease.ts'
import { Pending } from './pending.ts'
import { Queue } from './queue.ts'
import type { Framing, Script } from './script.ts'
import { Secrets } from './secrets.ts'
import type { Charset } from './text.ts'
import { Trace, type TraceListener } from './trace.ts'
import type { Transport, TransportEvents } from './transport.ts'
import type { Leavable, Outcome } from './window.ts'
import { Writer } from './writer.ts'

export interface EngineOptions<C extends Order = Order> {
  /** commands in flight */
  depth?: number
  /** ms; `reply`: silence of the server while it owes us something, `body`: a body left unread while others wait */
  timeouts?: { reply?: number; body?: number }
  /** octets; `body`: what collect() takes unless told; `drain`: of an abandoned body, before the connection goes; `inflation`: what one compressed octet may become */
  limits?: { line?: number; reply?: number; body?: number; drain?: number; inflation?: number }
  trace?: TraceListener | undefined
  /** what goes before a line: IMAP's tag */
  prefix?: (exchange: Exchange<C>) => string
}

/** octets that may wait while a script is busy; then the transport waits too */
const backlog = 256 * 1024

// Only the engine moves `head` and `next`, only settle() resolves.
/** One queue, one endless reading script: of `+OK` or `250` the route and the commands know. */
export class Engine<C extends Order = Command<unknown>> {
  readonly input: Input
  /** @internal */
  readonly trace: Trace
  depth: number
  readonly #queue = new Queue<C>()
  readonly #writer: Writer
  #transport: Transport
  /** whom the connection tells what happens: us, or what inflates for us */
  #events: TransportEvents
  #compressed = false
  #serial = 0
  #scheduled = false
  #following: Pending<C> | undefined
  /** a backlog has grown while the script was busy, and the transport stands still */
  #choked = false
  #pumping = false
  #waiting = false
  /** what the peer must do before we can go on, though we are the one to speak */
  #stalled: string | undefined
  #ended = false
  /** somebody has gone and left something on the wire: a reply, a body */
  #forsaken = false
  #dead: Error | undefined
  #lease: Lease | undefined
  #reader: Exchange<C> | undefined
  /** octets of the input that belong to the exchanges before, and to their bodies */
  #told = 0
  readonly #script: Script<never>
  readonly #clock: Clock
  readonly #bodyClock: Clock
  readonly #timeouts: { reply: number; body: number }
  readonly #drainLimit: number
  readonly #inflation: number
  readonly #prefix: ((exchange: Exchange<C>) => string) | undefined

  constructor(transport: Transport, route: Route<C>, options: EngineOptions<C> = {}) {
    this.#transport = transport
    this.#writer = new Writer(transport)
    this.#writer.onStall = (stalled) => this.#stall(stalled ? 'took none of our data' : undefined)
    this.depth = options.depth ?? 1
    this.input = new Input(options.limits?.line, options.limits?.reply, options.limits?.body)
    this.trace = new Trace(options.trace)
    this.#timeouts = { reply: options.timeouts?.reply ?? 60_000, body: options.timeouts?.body ?? 60_000 }
    this.#drainLimit = options.limits?.drain ?? 256 * 1024
    this.#inflation = options.limits?.inflation ?? 250
    this.#prefix = options.prefix
    this.#clock = new Clock(() => this.#late())
    this.#bodyClock = new Clock(() => this.#unread())
    this.#script = route(this)
    this.input.onLine = (line) => {
      if (this.trace.wantsLines) this.trace.received(line, this.#secrets())
    }
    this.#events = {
      data: (chunk) => this.receive(chunk),
      drain: () => this.#writer.release(),
      end: () => this.#end(),
      close: (error) => {
        // a reader that is behind still gets what has arrived
        if (error === undefined && this.#lease?.paused) this.#end()
        else this.fail(error ?? gone(this.input))
      },
    }
    transport.start({
      data: (chunk) => this.#events.data(chunk),
      drain: () => this.#events.drain(),
      end: () => this.#events.end(),
      close: (error) => this.#events.close(error),
    })
  }

  get transport(): Transport {
    return this.#transport
  }

  /** whether the connection is compressed, or is about to be */
  get compressed(): boolean {
    return this.#compressed
  }

  /** @internal why the connection went when nobody waited for anything, so that nobody was told */
  untold: Error | undefined
  /** @internal told once, when the connection is over */
  onDeath: ((error: Error) => void) | undefined

  /** why no command can be run any more */
  get dead(): Error | undefined {
    return this.#dead
  }

  /** whether somebody else may go on with it: nothing is outstanding, and nothing was left to be dropped */
  get reusable(): boolean {
    return !this.#dead && !this.#ended && !this.#forsaken && this.#lease === undefined && this.#queue.length === 0
  }

  /** whether a body lies before what comes next */
  get leased(): boolean {
    return this.#lease !== undefined
  }

  /** how text becomes octets and octets text; UTF-8 unless told */
  get charset(): Charset {
    return this.#writer.charset
  }

  set charset(charset: Charset) {
    this.#writer.charset = charset
    this.input.decode = (octets) => charset.decode(octets)
  }

  /** commands that have no reply yet, sent or not */
  get waiting(): number {
    return this.#queue.length
  }

  /** the oldest command on the wire */
  get head(): Exchange<C> | undefined {
    return this.#queue.head
  }

  /** the commands on the wire, oldest first */
  sent(): Generator<Exchange<C>, void, undefined> {
    return this.#queue.sent()
  }

  /** Queues a command. Rejects with what its script threw, the signal's reason, or why the connection is gone. */
  submit(command: C, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<unknown> {
    return new Promise((resolve, reject) => void this.enqueue(command, { resolve, reject }, signal))
  }

  /** @internal The same, told by a call in place of a promise. Throws what would keep it from being queued. */
  enqueue(command: C, outcome: Outcome<unknown>, signal?: AbortSignal | undefined): Leavable {
    if (this.#dead) {
      const { message } = this.#dead
      throw new ConnectionError(`${nameOf(command)}: ${message}`, 'ERR_CLOSED', { cause: this.#dead })
    }
    signal?.throwIfAborted()
    const pending = new Pending(++this.#serial, command, outcome, signal, this.#leave)
    if (command.line !== undefined) this.#check(command.line, pending)
    if (signal) pending.unhook = onAbort(signal, () => this.#abandon(pending, signal.reason))
    this.#queue.push(pending)
    this.#schedule()
    // a client that asks again and again must not put it off for ever
    if (this.#lease?.paused && !this.#bodyClock.running) this.#bodyClock.start(this.#timeouts.body)
    return pending
  }

  /** An exchange is over: its caller hears, and its place on the wire is free. */
  settle(exchange: Exchange<C>, value: unknown): void {
    this.#finish(exchange).outcome.resolve(value)
    // a body handed to somebody who has left is drained
    if (exchange.abandoned) this.#lease?.body.cancel()
  }

  /** The server declined this one. */
  decline(exchange: Exchange<C>, error: unknown): void {
    ;(exchange as Pending<C>).secrets?.scrubError(error)
    this.#finish(exchange, error).outcome.reject(error)
  }

  /** What the script of one exchange may use. */
  talk(exchange: Exchange<C>): Talk & Beside {
    return new Conversation(this, exchange)
  }

  /** @internal All of this one is written: what waits for its turn alone may go behind it now. */
  release(exchange: Exchange<C>): void {
    const pending = exchange as Pending<C>
    pending.released = true
    if (this.#queue.waiting) this.#schedule()
  }

  /**
   * Leaves a body between what was read and what comes next. `within`: in the midst of a reply, with whose end it ends, so
   * that who has read it finds nothing outstanding.
   */
  body(framing: Framing, exchange: Exchange<C>, within = false): Body {
    const lease = new Lease(this.input, framing, exchange.name, this.#drainLimit, {
      pause: () => {
        this.transport.pause()
        if (this.#contended()) this.#bodyClock.start(this.#timeouts.body)
        this.#clock.stop()
      },
      resume: () => {
        this.#bodyClock.stop()
        this.transport.resume()
        this.#pump()
      },
      pump: () => this.#pump(),
    })
    this.#lease = lease
    this.#reader = exchange
    if (within) (exchange as Pending<C>).body = lease.body
    const { signal } = exchange
    if (signal) {
      lease.whenOver = onAbort(signal, () => {
        this.#forsaken = true
        lease.body.fail(signal.reason)
        lease.abandon()
      })
    }
    return lease.body
  }

  /** @internal the signal of an exchange: its caller's, or the end of the connection */
  signalOf(exchange: Exchange<C>): AbortSignal {
    const pending = exchange as Pending<C>
    pending.controller ??= new AbortController()
    if (pending.abandoned) pending.controller.abort(pending.signal?.reason)
    if (this.#dead) pending.controller.abort(this.#dead)
    return pending.controller.signal
  }

  /** @internal Sends one more line of a command that is on the wire. */
  say(line: string, exchange: Exchange<C>): void {
    this.#check(line, exchange)
    this.keep(exchange)?.addLine(line, 'later')
    if (this.trace.wantsLines) this.trace.sent(line, exchange.command.secret ? 'later' : false)
    if (this.#dead) return
    this.#writer.line(line)
    ;(exchange as Pending<C>).sent += this.#writer.lengthOf(line)
  }

  /** In the charset's octets too. @throws {ArgumentError} also for what the charset cannot say */
  #check(line: string | Uint8Array, exchange: Exchange<C>): void {
    checkLine(line, exchange)
    const octets = typeof line === 'string' ? this.charset.encode(line) : line
    if (octets !== line) checkLine(octets, exchange)
  }

  /** @internal where what a secret command says is remembered */
  keep(exchange: Exchange<C>): Secrets | undefined {
    if (!exchange.command.secret) return undefined
    const pending = exchange as Pending<C>
    pending.secrets ??= new Secrets()
    return pending.secrets
  }

  /** @internal */
  write(data: string | Uint8Array, exchange: Exchange<C>): void {
    if (this.#dead) return
    this.#writer.write(data)
    ;(exchange as Pending<C>).sent += Buffer.byteLength(data)
  }

  /** @internal Sends a source. Rejects with why the connection is gone, when it is. */
  async send(
    source: AsyncIterable<Uint8Array>,
    exchange: Exchange<C>,
    onProgress?: (octets: number) => void,
  ): Promise<number> {
    const pending = exchange as Pending<C>
    const before = pending.sent
    const count = (octets: number): void => {
      pending.sent = before + octets
      onProgress?.(octets)
    }
    const outcome = await settled(this.#writer.send(source, this.signalOf(exchange), count))
    if (this.#dead) throw this.#dead
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }

  /** Puts TLS on the transport. */
  async upgrade(): Promise<void> {
    this.#stalled = 'did not finish the TLS handshake'
    try {
      await this.transport.upgrade()
    } finally {
      this.#stalled = undefined
    }
  }

  /** @internal Compresses both ways: what the server has sent behind its go-ahead is compressed already. RFC 4978 §3, 8054 §2.2.2 */
  async compress(): Promise<void> {
    if (this.#compressed) throw new ProtocolError('the server agrees to compress what is compressed already')
    this.#compressed = true
    const zlib = await import('node:zlib')
    if (this.#dead) throw this.#dead
    const layer = new DeflateTransport(this.#transport, zlib, this.#inflation)
    layer.start(this.#events)
    this.#events = layer.below
    this.#transport = this.#writer.transport = layer
    while (this.input.length > 0) layer.below.data(this.input.take())
  }

  /** A peer that has stopped taking our data owes us that as it owes us a reply. */
  #stall(what: string | undefined): void {
    this.#stalled = what
    this.#arm(what === undefined ? 'heard' : undefined)
  }

  /** @internal True: the memory of the chunk may be used again. */
  receive(chunk: Buffer): boolean {
    if (this.#dead) return true
    this.input.push(chunk)
    if (this.#waiting && !this.#lease && !this.#choked && this.input.length > backlog) {
      this.#choked = true
      this.transport.pause()
    }
    this.#pump('heard')
    return this.input.release()
  }

  /** @internal Goes on with the script that reads, though no octet has come. */
  wake(): void {
    this.#pump()
  }

  /** Nothing more can be understood or sent: everything pending is rejected, a later submit() rejects at once. */
  fail(error: Error): void {
    this.#over(error, error)
  }

  /** @param told what the trace hears; undefined when nothing went wrong */
  #over(error: Error, told: unknown): void {
    if (this.#dead) return
    this.#dead = error
    for (const secrets of this.#secrets()) secrets.scrubError(error)
    this.#clock.stop()
    this.#bodyClock.stop()
    this.transport.destroy()
    this.#lease?.body.fail(error)
    this.#lease?.whenOver()
    // what broke it is the head's own, unless it broke within the body of one before
    const own = this.#lease ? undefined : this.#queue.head
    const { sent, unsent } = this.#queue.clear()
    this.#passOver()
    for (const pending of sent) {
      const why = pending === own ? error : lost(pending, true, error)
      this.#tell(pending, why)
      reject(pending, error, why)
    }
    for (const pending of unsent) reject(pending, error, lost(pending, false, error))
    this.#writer.release()
    if (told !== undefined && sent.length + unsent.length === 0) this.untold = error
    this.onDeath?.(error)
    if (!this.#pumping) this.#leaveScript()
    this.trace.close({ sent: this.#writer.written, received: this.input.received }, told)
  }

  /** Leaves at once: what is written still goes out, what is pending is rejected. `why` is for the trace. */
  close(why?: unknown): void {
    if (this.#dead) return
    this.transport.end()
    this.#over(new ConnectionError('the connection was closed by this client', 'ERR_ABORTED'), why)
  }

  /** Gives scripts that wait their finally blocks. */
  #leaveScript(): void {
    try {
      this.#script.return(undefined as never)
    } catch {
      // everybody has been told why the connection is gone; what fails while they tidy up is told to nobody
    }
  }

  #finish(exchange: Exchange<C>, error?: unknown): Pending<C> {
    const pending = exchange as Pending<C>
    pending.unhook?.()
    pending.body?.finish()
    if (this.#reader === pending) this.#reader = undefined
    // false when its own script failed the connection, which has told of it
    if (!this.#queue.finish(pending)) return pending
    this.#tell(pending, error)
    if (this.#queue.waiting) this.#schedule()
    return pending
  }

  /** An exchange is over: the octets read since the one before are its own. Nobody may have looked at the clock. */
  #tell(pending: Pending<C>, error: unknown): void {
    const { read } = this.input
    if (pending.sentAt > 0 && this.trace.wantsExchanges) {
      const { line } = pending.command
      const own = line === undefined ? 0 : this.#writer.lengthOf(line, this.#prefix?.(pending))
      this.trace.exchange(
        {
          verb: pending.name,
          duration: performance.now() - pending.sentAt,
          sent: own + pending.sent,
          received: read - this.#told,
        },
        error,
      )
    }
    this.#told = read
  }

  /** What has been read of a body whose exchange was over before it is no part of the next reply. */
  #passOver(): void {
    if (this.#lease && this.#reader === undefined) this.#told = this.input.read
  }

  readonly #leave = (pending: Pending<C>, reason: unknown): void => this.#abandon(pending, reason)

  #abandon(pending: Pending<C>, reason: unknown): void {
    if (!this.#queue.withdraw(pending)) this.#forsaken = true
    pending.abandoned = true
    if (!this.#contended()) this.#bodyClock.stop()
    pending.controller?.abort(reason)
    pending.outcome.reject(reason)
    // one of them may be its own, which goes no further
    this.#writer.release()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#flush()
    })
  }

  /** Joins every line that turn and depth allow, and writes once. */
  #flush(): void {
    if (this.#dead || this.#following) return
    this.#writer.gather()
    const now = this.trace.wantsExchanges ? performance.now() : 0
    for (let pending = this.#queue.send(this.depth); pending; pending = this.#queue.send(this.depth)) {
      pending.sentAt = now
      this.#put(pending)
      const following = this.#follow(pending)
      if (!following) continue
      this.#following = pending
      following.then(
        () => {
          this.#following = undefined
          this.#flush()
        },
        (error: unknown) => this.fail(broken(pending.name, error)),
      )
      break
    }
    this.#writer.flush()
    this.#pump()
  }

  #follow(pending: Pending<C>): void | Promise<void> {
    try {
      return pending.command.follow?.(new Sender(this, pending))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #put(pending: Pending<C>): void {
    const { line, secret = false } = pending.command
    if (line === undefined) return
    this.keep(pending)?.addLine(line)
    if (this.trace.wantsLines) this.trace.sent(line, secret)
    this.#writer.line(line, this.#prefix?.(pending))
  }

  /** Advances the lease and the route as far as the octets that are there allow. */
  #pump(heard?: 'heard'): void {
    if (this.#pumping || this.#dead) return
    this.#pumping = true
    let failure: Error | undefined
    // what scripts say in one go leaves in one write
    this.#writer.gather()
    try {
      while (this.#step()) {
        if (this.#dead) break
      }
    } catch (error) {
      failure = error instanceof Error ? error : new ConnectionError(messageOf(error), undefined, { cause: error })
    }
    this.#pumping = false
    if (!this.#dead) this.#writer.flush()
    if (this.#dead) this.#leaveScript()
    else if (failure) this.fail(failure)
    else if (this.#ended && !this.#busy) this.fail(gone(this.input))
    else this.#arm(heard)
  }

  #step(): boolean {
    if (this.#lease) {
      if (!this.#lease.feed()) return false
      this.#lease.whenOver()
      const { body } = this.#lease
      if ((this.#reader as Pending<C> | undefined)?.body !== body) body.finish()
      this.#passOver()
      this.#lease = undefined
    }
    if (this.#waiting) return false
    const { value } = this.#script.next()
    if (value) {
      this.#waiting = true
      const goOn = (): void => {
        this.#waiting = false
        if (this.#choked) this.transport.resume()
        this.#choked = false
        this.#pump()
      }
      value.then(goOn, goOn)
    }
    return this.#lease !== undefined
  }

  /** whether something beside the octets is waited for: a body's reader, or what the script has yielded */
  get #busy(): boolean {
    return this.#lease ? this.#lease.paused : this.#waiting
  }

  /** The clock runs only while the peer owes us an octet, never while our consumer has paused or we are busy. */
  #arm(heard?: 'heard'): void {
    if (!this.#owed()) this.#clock.stop()
    // our own doings are no sign of life
    else if (heard || !this.#clock.running) this.#clock.start(this.#patience)
  }

  #owed(): boolean {
    if (this.#dead) return false
    if (this.#lease) return !this.#lease.paused
    if (this.#stalled) return true
    const { head } = this
    return !this.#waiting && head !== undefined && head.owed && head !== this.#following
  }

  /** whether somebody waits behind what is being read */
  #contended(): boolean {
    // a command whose body comes in the midst of its reply does not wait for itself
    for (const one of this.#queue.all()) if (!one.abandoned && one !== this.#reader) return true
    return false
  }

  /** A body has filled its buffer while others wait. */
  #unread(): void {
    if (this.#lease?.progressed()) {
      this.#bodyClock.start(this.#timeouts.body)
      return
    }
    this.#forsaken = true
    this.#lease?.tooSlow(this.#timeouts.body)
  }

  /** ms */
  get #patience(): number {
    return (this.#lease ? undefined : this.head?.command.timeout) ?? this.#timeouts.reply
  }

  #late(): void {
    // a script that looks beside its connection says only when it is asked whose turn it is, and since when
    this.#pump()
    if (!this.#owed()) return
    const left = (this.head?.heardAt ?? 0) + this.#patience - performance.now()
    if (left > 0) {
      this.#clock.start(left)
      return
    }
    this.#clock.stop()
    const name = this.#lease?.verb ?? this.head?.name ?? 'reading'
    const what = this.#stalled ?? 'sent nothing'
    const first = name === 'greeting' && !this.#stalled
    const hint =
      first && !this.transport.secure ? "; if it speaks TLS from the first octet on, use tls: 'implicit'" : ''
    const option = first ? 'timeout.greeting' : 'timeout.reply'
    this.fail(new TimeoutError(`${name}: the server ${what} for ${this.#patience} ms (${option})${hint}`))
  }

  #end(): void {
    this.#ended = true
    if (!this.#busy) this.#pump()
  }

  /** what must not be repeated while it is on the wire */
  #secrets(): Secrets[] {
    const found: Secrets[] = []
    for (const { secrets } of this.#queue.sent()) if (secrets) found.push(secrets)
    return found
  }
}

function reject<C extends Order>(pending: Pending<C>, why: Error, error: Error): void {
  pending.unhook?.()
  pending.body?.finish()
  pending.controller?.abort(why)
  pending.outcome.reject(error)
}

async function settled<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([promise])
  return outcome
}
