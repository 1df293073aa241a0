import type { Socket } from 'node:net'
import { type Clock, DelayLine } from './delay-line.ts'

/** Octets on their way in one direction before the sender is held up: a window that no small job fills. */
const window = 8 << 20

/** How the trips of a connection are counted: the mark that bytes take along, and where it arrives. */
export interface Marks {
  leave(): number
  reach(mark: number): void
  /** The sender's end leaves: the mark that it takes along, where somebody waits for it. */
  end?(): number
}

/** One way through the delay proxy: chunks from one socket reach the other later, in order, the end last. */
export class Direction {
  readonly #from: Socket
  readonly #to: Socket
  readonly #marks: Marks
  readonly #line: DelayLine<() => void>
  #held = 0
  #octets = 0

  constructor(from: Socket, to: Socket, delay: number, clock: Clock, marks: Marks) {
    this.#from = from
    this.#to = to
    this.#marks = marks
    this.#line = new DelayLine((arrive) => arrive(), delay, clock)
  }

  /** Octets that left so far. */
  get octets(): number {
    return this.#octets
  }

  /** Begins to carry: nothing leaves before `earliest`, and `first` arrives before everything else. */
  start(earliest: number, first?: () => void): void {
    if (first) this.#line.push(first, earliest)
    this.#from.setNoDelay(true)
    this.#from.on('data', (bytes: Buffer) => {
      const mark = this.#marks.leave()
      this.#octets += bytes.length
      this.#held += bytes.length
      if (this.#held > window) this.#from.pause()
      this.#line.push(() => this.#arrive(bytes, mark), earliest)
    })
    this.#from.on('end', () => {
      const mark = this.#marks.end?.()
      this.#line.push(() => {
        if (mark !== undefined) this.#marks.reach(mark)
        this.#to.end()
      }, earliest)
    })
  }

  cut(): void {
    this.#line.clear()
    this.#from.destroy()
  }

  #arrive(bytes: Buffer, mark: number): void {
    this.#marks.reach(mark)
    this.#held -= bytes.length
    if (this.#held <= window) this.#from.resume()
    if (this.#to.write(bytes)) return
    this.#line.stop()
    this.#to.once('drain', () => this.#line.go())
  }
}
