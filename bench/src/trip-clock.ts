/** What several connections of one client have come to together. */
export class Journey {
  /** Round trips so far, as the client knows. */
  trips = 0
  /** What the server says now is heard at the end of this trip. */
  reached = 0
}

/**
 * Counts the round trips of one connection by cause and effect, the way Lamport's clocks count: what the client sends
 * is one trip later than the latest thing it had received; what the server sends is as late as the latest thing that
 * had reached it. So a hundred commands in one write are one trip, a hundred questions that each wait are a hundred,
 * and a sliding window costs a trip per window. On a wire with a delay the number never exceeds time / round trip;
 * without a delay it says little, for then everything waits for everything.
 *
 *   connect 1 · greeting 2 · USER → +OK 3 · PASS → +OK 4 · RETR 1…200 in one window → 5 · QUIT → +OK 6
 *
 * Connections that share a journey are counted as one: what is heard on one may be why another speaks.
 *
 *   … EPSV → 229 4 · connect for data 5 · RETR, data 6
 */
export class TripClock {
  readonly #journey: Journey
  /** The trip that connecting is. */
  readonly #connecting: number
  #silent = true
  #flights = 0

  constructor(journey: Journey = new Journey()) {
    this.#journey = journey
    this.#connecting = journey.trips + 1
  }

  /** Round trips so far, the TCP connection included. */
  get trips(): number {
    return Math.max(this.#journey.trips, this.#connecting)
  }

  /** How often the client spoke after it had fallen silent and heard something. */
  get flights(): number {
    return this.#flights
  }

  /** Bytes leave the client: the mark to carry to `reachServer`. */
  leaveClient(): number {
    if (this.#silent) this.#flights += 1
    this.#silent = false
    return this.trips + 1
  }

  /** The client's connection reaches the server, which may say something about it, here or on another one. */
  connectServer(): void {
    this.reachServer(this.#connecting + 1)
  }

  reachServer(mark: number): void {
    this.#journey.reached = Math.max(this.#journey.reached, mark)
  }

  /** Bytes leave the server: the mark to carry to `reachClient`. A greeting, which nobody asked for, ends trip 2. */
  leaveServer(): number {
    return Math.max(this.#journey.reached, this.#connecting + 1)
  }

  reachClient(mark: number): void {
    this.#journey.trips = Math.max(this.trips, mark)
    this.#silent = true
  }

  /** The client says its end: the mark to carry to `reachServer`. Nothing is asked, so it is no flight. */
  endClient(): number {
    return this.trips + 1
  }
}
