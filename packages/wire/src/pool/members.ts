import { Member, type Poolable } from './member.ts'
import type { PoolOptions } from './options.ts'

/**
 * The connections of a pool: lent, idle, being made as new, or being left. Those that are left count until they are gone.
 */
export class Members<C extends Poolable> {
  readonly #options: Required<PoolOptions>
  readonly #gone: () => void
  readonly #all = new Set<Member<C>>()
  /** the most recently used is the last */
  readonly #idle: Member<C>[] = []
  readonly #resetting = new Set<Member<C>>()
  /** the goodbyes that are being said; none of them fails */
  readonly #goodbyes = new Set<Promise<void>>()
  #session: Buffer | undefined

  /** @param gone told when there is one less */
  constructor(options: Required<PoolOptions>, gone: () => void) {
    this.#options = options
    this.#gone = gone
  }

  get size(): number {
    return this.#all.size
  }

  get idle(): number {
    return this.#idle.length
  }

  /** the newest TLS session */
  get session(): Buffer | undefined {
    // the ticket of TLS 1.3 comes behind the handshake, when the server likes
    for (const { client } of this.#all) this.#session = client.tlsSession ?? this.#session
    return this.#session
  }

  /** when the first of the idle ones is too old, by performance.now() */
  get expiry(): number {
    return Math.min(...this.#idle.map((member) => member.expiry(this.#options)))
  }

  add(client: C): Member<C> {
    const member = new Member(client)
    this.#all.add(member)
    return member
  }

  /** Nobody wants it just now. */
  rest(member: Member<C>): void {
    member.rest()
    this.#idle.push(member)
  }

  /** The one that was used last of those that are idle. */
  take(): Member<C> | undefined {
    const member = this.#idle.pop()
    member?.wake()
    return member
  }

  /** Whether it is young enough to be lent. */
  fit(member: Member<C>): boolean {
    return member.fit(this.#options)
  }

  /** Leaves those that have grown old while they were idle, and forgets those that the server has closed. */
  sweep(): void {
    const unfit = this.#idle.filter((member) => !this.fit(member))
    for (const member of unfit) this.#idle.splice(this.#idle.indexOf(member), 1)
    for (const member of unfit) this.leave(member)
  }

  /** One that is being made as new; `done` when it is. One where that fails is closed. */
  reset(member: Member<C>, resetting: Promise<unknown>, done: () => void): void {
    this.#resetting.add(member)
    const over = (): void => {
      this.#resetting.delete(member)
      done()
    }
    resetting.catch(() => member.client.close()).then(over)
  }

  /** Says goodbye to it where it is in a state for that, else closes it. */
  leave(member: Member<C>): void {
    if (member.parting) return
    if (member.client.reusable) this.#part(member)
    else this.#drop(member)
  }

  /** Closes all at once. */
  closeAll(): void {
    this.#idle.length = 0
    for (const member of [...this.#all]) this.#drop(member)
  }

  /** Says goodbye to those that nobody has, and closes the others. */
  async leaveAll(): Promise<void> {
    // to one that is being made as new the goodbye goes behind that
    for (const member of [...this.#idle.splice(0), ...this.#resetting]) this.#part(member)
    for (const member of [...this.#all]) if (!member.parting) this.#drop(member)
    await Promise.all(this.#goodbyes)
  }

  #part(member: Member<C>): void {
    member.parting = true
    const goodbye = this.#sayGoodbye(member)
    this.#goodbyes.add(goodbye)
    goodbye.then(() => this.#goodbyes.delete(goodbye))
  }

  async #sayGoodbye(member: Member<C>): Promise<void> {
    member.client.ref()
    try {
      await member.client[Symbol.asyncDispose]()
    } catch {
      // it is left either way
    }
    this.#drop(member)
  }

  #drop(member: Member<C>): void {
    this.#session = member.client.tlsSession ?? this.#session
    member.client.close()
    if (this.#all.delete(member)) this.#gone()
  }
}
