import { ArgumentError, delay } from '@linewire/wire'
import { through } from './through.ts'

/** What a limit reads the time from, and waits by. */
export interface RateClock {
  /** ms */
  now(): number
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

const clock: RateClock = { now: () => performance.now(), wait: delay }

/** ms of silence that may be made up for */
const grace = 100

/** ms that one piece may take: smaller ones make the flow even */
const tick = 100

/**
 * So many octets per second, for all transfers that share it: each octet has its moment, and a piece goes on when the
 * moment of its last one has come.
 */
export class RateLimit {
  readonly octetsPerSecond: number
  readonly #clock: RateClock
  /** the moment of the last octet that was let through */
  #last = Number.NEGATIVE_INFINITY

  /** @throws {ArgumentError} when the rate is not a number above 0 */
  constructor(octetsPerSecond: number, by: RateClock = clock) {
    if (!(octetsPerSecond > 0)) throw new ArgumentError(`a rate is a number of octets above 0, not ${octetsPerSecond}`)
    this.octetsPerSecond = octetsPerSecond
    this.#clock = by
  }

  /** The pieces of a source, each in its time. */
  async *pace(source: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    const most = Math.max(1, Math.floor((this.octetsPerSecond * tick) / 1000))
    for await (const piece of source) {
      for (let at = 0; at < piece.length; at += most) {
        const part = piece.subarray(at, at + most)
        await this.#take(part.length, signal)
        yield part
      }
    }
  }

  async #take(octets: number, signal: AbortSignal | undefined): Promise<void> {
    const now = this.#clock.now()
    this.#last = Math.max(this.#last, now - grace) + (octets / this.octetsPerSecond) * 1000
    if (this.#last > now) await this.#clock.wait(this.#last - now, signal)
  }
}

/** A number is a limit of its own. */
export const limitOf = (rate: number | RateLimit | undefined): RateLimit | undefined =>
  typeof rate === 'number' ? new RateLimit(rate) : rate

/** The pieces of a source, in their time where there is a limit. */
export const paced = (
  source: AsyncIterable<Uint8Array>,
  limit: RateLimit | undefined,
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> => (limit ? through(source, (pieces) => limit.pace(pieces, signal)) : source)
