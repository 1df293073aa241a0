import type { Order } from './command.ts'
import type { Pending } from './pending.ts'

/** settled entries that may lie before `head` until they are cut off together */
const slack = 256

/**
 * The commands of one connection, in order.
 *
 *     │ done │ sent │ waiting │
 *            ▲head  ▲next
 */
export class Queue<C extends Order> {
  // IMAP answers out of order: a place among those sent is then empty until `head` has passed it
  #entries: (Pending<C> | undefined)[] = []
  #head = 0
  #next = 0
  #onWire = 0

  /** the oldest that is sent and has no reply */
  get head(): Pending<C> | undefined {
    return this.#head < this.#next ? this.#entries[this.#head] : undefined
  }

  /** how many have no reply, sent or not */
  get length(): number {
    return this.#entries.length - this.#head
  }

  /** whether some are not sent */
  get waiting(): boolean {
    return this.#next < this.#entries.length
  }

  /** those that are sent and have no reply, oldest first */
  *sent(): Generator<Pending<C>, void, undefined> {
    for (let i = this.#head; i < this.#next; i++) {
      const pending = this.#entries[i]
      if (pending !== undefined) yield pending
    }
  }

  /** all that have no reply, oldest first */
  *all(): Generator<Pending<C>, void, undefined> {
    for (let i = this.#head; i < this.#entries.length; i++) {
      const pending = this.#entries[i]
      if (pending !== undefined) yield pending
    }
  }

  push(pending: Pending<C>): void {
    this.#entries.push(pending)
  }

  /** The next one to be sent, if its turn, that of the one before it and `depth` allow. */
  send(depth: number): Pending<C> | undefined {
    const pending = this.#entries[this.#next]
    if (pending === undefined || !this.#mayGo(pending, depth)) return undefined
    this.#next++
    this.#onWire++
    return pending
  }

  /** Takes one out that is not sent. False: it is sent. */
  withdraw(pending: Pending<C>): boolean {
    const at = this.#entries.indexOf(pending, this.#next)
    if (at < 0) return false
    this.#entries.splice(at, 1)
    return true
  }

  /** The reply to this one is in. False: it is not here, for the connection has gone. */
  finish(pending: Pending<C>): boolean {
    // nearly always it is the oldest
    const at = this.#entries[this.#head] === pending ? this.#head : this.#entries.indexOf(pending, this.#head)
    if (at < 0) return false
    this.#entries[at] = undefined
    this.#onWire--
    while (this.#head < this.#next && this.#entries[this.#head] === undefined) this.#head++
    if (this.#head > slack) {
      this.#entries.splice(0, this.#head)
      this.#next -= this.#head
      this.#head = 0
    }
    return true
  }

  /** Empties it: those that were sent, and those that were not. */
  clear(): { sent: Pending<C>[]; unsent: Pending<C>[] } {
    const sent = [...this.sent()]
    const unsent = [...this.all()].slice(sent.length)
    this.#entries = []
    this.#head = this.#next = this.#onWire = 0
    return { sent, unsent }
  }

  #mayGo(pending: Pending<C>, depth: number): boolean {
    if (this.#onWire === 0) return true
    if (this.#onWire >= depth || pending.command.turn === 'alone') return false
    const before = this.#entries[this.#next - 1]
    return before === undefined || before.released || (before.command.turn ?? 'free') === 'free'
  }
}
