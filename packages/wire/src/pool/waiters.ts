import type { Lease } from './lease.ts'

/** Somebody who wants a connection. */
export interface Waiter<C> {
  resolve(lease: Lease<C>): void
  reject(error: unknown): void
  unhook(): void
  /** the connection that is being made for him */
  dialling: Dialling<C> | undefined
  /** he has left */
  gone: boolean
}

/** A connection in the making. */
export interface Dialling<C> {
  /** for whom; nobody when he has got another, or has left */
  waiter: Waiter<C> | undefined
  readonly leaving: AbortController
}

/** Those who wait for a connection, in the order of asking. Whoever goes leaves the one being made for him to the next. */
export class Waiters<C> {
  readonly #line: Waiter<C>[] = []

  get length(): number {
    return this.#line.length
  }

  /** those for whom no connection is being made */
  get unserved(): Waiter<C>[] {
    return this.#line.filter((waiter) => waiter.dialling === undefined)
  }

  push(waiter: Waiter<C>): void {
    this.#line.push(waiter)
  }

  /** He has waited longest, and what he got was none. */
  putBack(waiter: Waiter<C>): void {
    this.#line.unshift(waiter)
  }

  /** Takes out the one who has waited longest; there must be one. */
  next(): Waiter<C> {
    const waiter = this.#line.shift()!
    this.#bequeath(waiter)
    return waiter
  }

  /** He leaves; a connection that was being made for him and that nobody else needs is not made. */
  leave(waiter: Waiter<C>, reason: unknown): void {
    waiter.gone = true
    waiter.unhook()
    waiter.reject(reason)
    const at = this.#line.indexOf(waiter)
    if (at >= 0) this.#line.splice(at, 1)
    const { dialling } = waiter
    this.#bequeath(waiter)
    if (dialling?.waiter === undefined) dialling?.leaving.abort(reason)
  }

  /** All leave. */
  clear(reason: unknown): void {
    for (const waiter of [...this.#line]) this.leave(waiter, reason)
  }

  #bequeath(waiter: Waiter<C>): void {
    const { dialling } = waiter
    if (dialling === undefined) return
    waiter.dialling = undefined
    dialling.waiter = this.unserved[0]
    if (dialling.waiter) dialling.waiter.dialling = dialling
  }
}
