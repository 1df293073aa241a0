import { ArgumentError, type Engine } from '@linewire/wire'
import { noop } from './commands/noop.ts'

/** What is said so that the server, and what lies between, do not forget an idle connection. */
export interface KeepAliveOptions {
  /** ms without a command, behind which a NOOP is sent. TCP asks by itself, and a server need not hear of that. */
  noop?: number
  /**
   * `true`: also while a transfer is on, for firewalls that forget the control connection meanwhile. Servers answer it
   * when they like, or hardly at all: those that must not be disturbed break the transfer off.
   */
  duringTransfer?: boolean
}

/** @throws {ArgumentError} when the interval is none */
export function intervalOf({ noop: ms }: KeepAliveOptions = {}): number | undefined {
  if (ms !== undefined && !(ms > 0 && ms <= 0x7fff_ffff))
    throw new ArgumentError(`keepAlive.noop: ${ms} is no interval`)
  return ms
}

/** Sends NOOP while nobody uses the connection. It keeps no process alive. */
export class KeepAlive {
  readonly #engine: Engine
  readonly #ms: number
  #used = performance.now()

  constructor(engine: Engine, ms: number) {
    this.#engine = engine
    this.#ms = ms
    this.#arm(ms)
  }

  /** A command is called. */
  used(): void {
    this.#used = performance.now()
  }

  #arm(ms: number): void {
    setTimeout(() => this.#tick(), ms).unref()
  }

  #tick(): void {
    if (this.#engine.dead) return
    const idle = performance.now() - this.#used
    if (idle < this.#ms || this.#engine.waiting > 0) {
      this.#arm(Math.max(1, this.#ms - idle))
      return
    }
    // whether it is answered shows by the next call
    this.#engine.submit(noop()).catch(() => {})
    this.used()
    this.#arm(this.#ms)
  }
}
