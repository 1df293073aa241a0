/**
 * Counts the round trips of one connection by cause and effect, the way Lamport's clocks count: what the client sends
 * is one trip later than the latest thing it had received; what the server sends is as late as the latest thing that
 * had reached it. So a hundred commands in one write are one trip, a hundred questions that each wait are a hundred,
 * and a sliding window costs a trip per window. On a wire with a delay the number never exceeds time / round trip;
 * without a delay it says little, for then everything waits for everything.
 *
 *   connect 1 · greeting 2 · USER → +OK 3 · PASS → +OK 4 · RETR 1…200 in one window → 5 · QUIT → +OK 6
 */
export class TripClock {
  /** Connecting is the first round trip. */
  #trips = 1
  #reachedServer = 2
  #silent = true
  #flights = 0

  /** Round trips so far, the TCP connection included. */
  get trips(): number {
    return this.#trips
  }

  /** How often the client spoke after it had fallen silent and heard something. */
  get flights(): number {
    return this.#flights
  }

  /** Bytes leave the client: the mark to carry to `reachServer`. */
  leaveClient(): number {
    if (this.#silent) this.#flights += 1
    this.#silent = false
    return this.#trips + 1
  }

  reachServer(mark: number): void {
    this.#reachedServer = Math.max(this.#reachedServer, mark)
  }

  /** Bytes leave the server: the mark to carry to `reachClient`. A greeting, which nobody asked for, ends trip 2. */
  leaveServer(): number {
    return this.#reachedServer
  }

  reachClient(mark: number): void {
    this.#trips = Math.max(this.#trips, mark)
    this.#silent = true
  }
}
