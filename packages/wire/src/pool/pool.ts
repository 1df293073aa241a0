import { onAbort } from '../abort.ts'
import type { CallOptions } from '../client.ts'
import { ConnectionError } from '../errors.ts'
import { type RetryOptions, retrying } from '../retry.ts'
import { Ceiling } from './ceiling.ts'
import { Lease } from './lease.ts'
import type { Member, Poolable } from './member.ts'
import { Members } from './members.ts'
import { type PoolOptions, poolOptions } from './options.ts'
import { type Dialling, type Waiter, Waiters } from './waiters.ts'

/** What a connection in the making gets from its pool. */
export interface Making {
  /** nobody wants it any more */
  signal: AbortSignal
  /** the newest TLS session of the connections before */
  session: Buffer | undefined
}

/** What a pool must know of its connections. */
export interface PoolRules<C extends Poolable> extends PoolOptions {
  connect(making: Making): Promise<C>
  /** Makes a connection that comes back as it was when it was new, where it is not; one where that fails is closed. */
  reset?(client: C): Promise<unknown> | undefined
  /** Whether a connection was not made because the server takes no more of them for now. */
  full?(error: unknown): boolean
}

export interface UseOptions extends CallOptions {
  /** Runs the work again, on another connection, when it fails for a reason that may pass. Not at all unless told. */
  retry?: RetryOptions
}

/** ms: 24 days, the longest that setTimeout() can count to */
const longest = 0x7fff_ffff

/**
 * Connections that are lent one after another. Health is a matter of age and never of a command: the most recently used
 * is lent first, so that those that are not needed grow old and are left. One that has timed out, that was left with
 * replies outstanding or with a body unread is never lent again.
 */
export class Pool<C extends Poolable> implements AsyncDisposable {
  readonly #rules: PoolRules<C>
  readonly #ceiling: Ceiling
  readonly #members: Members<C>
  readonly #dialling = new Set<Dialling<C>>()
  readonly #waiters = new Waiters<C>()
  #timer: NodeJS.Timeout | undefined
  #closed: ConnectionError | undefined

  /** @throws {ArgumentError} for a number that is none */
  constructor(rules: PoolRules<C>) {
    const options = poolOptions(rules)
    this.#rules = rules
    this.#ceiling = new Ceiling(options.max, options.recovery)
    this.#members = new Members(options, () => this.#serve())
  }

  /** connections, those being made and those being left included */
  get size(): number {
    return this.#members.size + this.#dialling.size
  }

  /** connections that nobody has */
  get idle(): number {
    return this.#members.idle
  }

  /** callers that wait for a connection */
  get waiting(): number {
    return this.#waiters.length
  }

  /** connections that there may be now: fewer than asked for while the server takes no more */
  get max(): number {
    return this.#ceiling.height
  }

  /**
   * Lends a connection to `work` and takes it back when that is done. What it returns must be read by then: a body that
   * leaves it fails. Who waits gets one in the order of asking.
   *
   * @throws what `work` throws, or what connecting throws; the signal's reason at once, while it waits for a connection
   */
  use<T>(work: (client: C) => T | Promise<T>, { signal, retry }: UseOptions = {}): Promise<T> {
    const once = async (): Promise<T> => {
      const lease = await this.acquire({ signal })
      try {
        return await work(lease.client)
      } finally {
        lease.release()
      }
    }
    return retry === undefined ? once() : retrying(once, retry, signal)
  }

  /** Lends a connection until it is given back: `await using lease = await pool.acquire()`. See use(). */
  acquire({ signal }: CallOptions = {}): Promise<Lease<C>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw this.#closed
      signal?.throwIfAborted()
      const waiter: Waiter<C> = { resolve, reject, unhook: () => {}, dialling: undefined, gone: false }
      if (signal) waiter.unhook = onAbort(signal, () => this.#waiters.leave(waiter, signal.reason))
      this.#waiters.push(waiter)
      this.#serve()
    })
  }

  /** Leaves at once, lent connections included: what is pending on them is rejected. Nobody gets one any more. */
  close(): void {
    this.#shut()
    this.#members.closeAll()
  }

  /** Says the polite goodbye on those that nobody has; those that are lent are closed at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#shut()
    await this.#members.leaveAll()
  }

  #shut(): void {
    this.#closed ??= new ConnectionError('the pool was closed by this client', 'ERR_ABORTED')
    clearTimeout(this.#timer)
    this.#waiters.clear(this.#closed)
    for (const { leaving } of this.#dialling) leaving.abort(this.#closed)
  }

  /** Gives those who wait what there is, in their order, and begins to connect for those who get nothing. */
  #serve(): void {
    if (this.#closed) return
    this.#members.sweep()
    while (this.#waiters.length > 0) {
      const member = this.#members.take()
      if (member === undefined) break
      void this.#tryIdle(this.#waiters.next(), member)
    }
    for (const waiter of this.#waiters.unserved) {
      if (this.size >= this.#ceiling.height) break
      void this.#connect(waiter)
    }
    this.#arm()
  }

  /** Lends one that was idle, unless the server has closed it. */
  async #tryIdle(waiter: Waiter<C>, member: Member<C>): Promise<void> {
    // a whole turn of the event loop: a goodbye that has arrived, and that nobody had time to read, is read
    for (let i = 0; i < 2; i++) await new Promise((resolve) => setImmediate(resolve))
    if (waiter.gone) this.#settle(member)
    else if (member.client.reusable && this.#members.fit(member)) this.#lend(waiter, member)
    else {
      if (this.#closed) this.#waiters.leave(waiter, this.#closed)
      else this.#waiters.putBack(waiter)
      this.#members.leave(member)
    }
  }

  #lend(waiter: Waiter<C>, member: Member<C>): void {
    waiter.unhook()
    const { client, reused } = member
    waiter.resolve(new Lease(client, reused, () => this.#takeBack(member)))
  }

  #takeBack(member: Member<C>): void {
    member.reused = true
    const { client } = member
    const resetting = client.reusable ? this.#reset(client) : undefined
    if (resetting === undefined) this.#settle(member)
    else this.#members.reset(member, resetting, () => this.#settle(member))
  }

  #reset(client: C): Promise<unknown> | undefined {
    try {
      return this.#rules.reset?.(client)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #settle(member: Member<C>): void {
    if (member.client.reusable) this.#keep(member)
    else this.#members.leave(member)
  }

  /** Lends it to the one who has waited longest, or lets it rest; one that is too old is left. */
  #keep(member: Member<C>): void {
    if (this.#closed || !this.#members.fit(member)) this.#members.leave(member)
    else if (this.#waiters.length > 0) this.#lend(this.#waiters.next(), member)
    else {
      this.#members.rest(member)
      this.#serve()
    }
  }

  async #connect(waiter: Waiter<C>): Promise<void> {
    const dialling: Dialling<C> = { waiter, leaving: new AbortController() }
    waiter.dialling = dialling
    this.#dialling.add(dialling)
    try {
      const client = await this.#rules.connect({ signal: dialling.leaving.signal, session: this.#members.session })
      this.#dialling.delete(dialling)
      this.#made(client, dialling)
    } catch (error) {
      this.#dialling.delete(dialling)
      this.#failed(error, dialling)
    }
  }

  #made(client: C, dialling: Dialling<C>): void {
    if (this.#closed || client.closed) {
      client.close()
      this.#failed(new ConnectionError('the connection was closed as soon as it was made', 'ERR_CLOSED'), dialling)
      return
    }
    if (dialling.waiter) dialling.waiter.dialling = undefined
    const member = this.#members.add(client)
    this.#ceiling.raise(this.#members.size)
    this.#keep(member)
    // where it may rise again, it does so step by step
    this.#serve()
  }

  /** Only the one it was for hears of it; where the server takes no more, he waits for one of those that there are. */
  #failed(error: unknown, { waiter }: Dialling<C>): void {
    if (waiter) waiter.dialling = undefined
    let full = false
    try {
      full = this.size > 0 && this.#rules.full?.(error) === true
    } catch (thrown) {
      error = thrown
    }
    if (full) this.#ceiling.lower(this.size)
    else if (waiter) this.#waiters.leave(waiter, error)
    this.#serve()
  }

  /** When the next one is too old, or one more connection may be tried. */
  #arm(): void {
    clearTimeout(this.#timer)
    const rise = this.#waiters.unserved.length > 0 ? this.#ceiling.risesAt : undefined
    const next = Math.min(this.#members.expiry, rise ?? Infinity) - performance.now()
    if (next === Infinity) return
    // what Node cannot count to is a month away: by then somebody has been served
    this.#timer = setTimeout(() => this.#serve(), Math.min(Math.ceil(next), longest))
    // a runtime whose timers are numbers has no process to keep alive
    this.#timer.unref?.()
  }
}
