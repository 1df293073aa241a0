import type { Body } from './body.ts'
import type { Exchange, Order } from './command.ts'
import { nameOf } from './conversation.ts'
import type { Secrets } from './secrets.ts'
import type { Leavable, Outcome } from './window.ts'

/** A command on its way, with those who wait for it. */
export class Pending<C extends Order> implements Exchange<C>, Leavable {
  readonly id: number
  readonly command: C
  readonly signal: AbortSignal | undefined
  abandoned = false
  owed = true
  heardAt = 0
  sentAt = 0
  /** octets that went out for it behind its first line */
  sent = 0
  secrets: Secrets | undefined
  /** a body that is over when this is */
  body: Body | undefined
  controller: AbortController | undefined
  /** all of it is written: its turn holds nobody any more */
  released = false
  /** takes the listener off the caller's signal */
  unhook: (() => void) | undefined
  readonly outcome: Outcome<unknown>
  readonly #leave: (pending: Pending<C>, reason: unknown) => void
  #name: string | undefined

  constructor(
    id: number,
    command: C,
    outcome: Outcome<unknown>,
    signal: AbortSignal | undefined,
    leave: (pending: Pending<C>, reason: unknown) => void,
  ) {
    this.id = id
    this.command = command
    this.outcome = outcome
    this.signal = signal
    this.#leave = leave
  }

  get name(): string {
    this.#name ??= nameOf(this.command)
    return this.#name
  }

  abandon(reason: unknown): void {
    if (!this.abandoned) this.#leave(this, reason)
  }
}
