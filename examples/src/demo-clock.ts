import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { TraceEvent } from '@linewire/wire'

/** Listens to the diagnostics channels of linewire: how long the connections to each port were open. */
export class Clock implements Disposable {
  readonly #open = new Map<number, { port: number; since: number }>()
  readonly #total = new Map<number, number>()
  readonly #connect = (message: unknown): void => {
    const event = message as TraceEvent
    if (event.kind !== 'connect' || event.port === undefined) return
    this.#open.set(event.connection, { port: event.port, since: performance.now() })
  }
  readonly #close = (message: unknown): void => {
    const { connection } = message as TraceEvent
    const opened = this.#open.get(connection)
    if (opened === undefined) return
    this.#open.delete(connection)
    this.#total.set(opened.port, (this.#total.get(opened.port) ?? 0) + performance.now() - opened.since)
  }

  constructor() {
    subscribe('linewire:connect', this.#connect)
    subscribe('linewire:close', this.#close)
  }

  /** All connections to this port together, from greeting to goodbye. */
  milliseconds(port: number): number {
    return Math.round(this.#total.get(port) ?? 0)
  }

  [Symbol.dispose](): void {
    unsubscribe('linewire:connect', this.#connect)
    unsubscribe('linewire:close', this.#close)
  }
}
