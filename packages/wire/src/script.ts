import { LimitError } from './errors.ts'
import type { Input } from './input.ts'

/** What a script waits for: more octets (undefined), or something slow. */
export type Wait = undefined | Promise<unknown>

/** A conversation as a synchronous generator: it yields while it waits and returns what it read. */
export type Script<T> = Generator<Wait, T, void>

/** Where a body ends. */
export interface Framing {
  /** Takes from the input and emits the body's octets, which are lent: true when the body is over. */
  feed(input: Input, emit: (piece: Buffer) => void): boolean
  /** All of the body at once, owned, where all of it is there and nothing was fed; for it costs less than its pieces. */
  whole?(input: Input): Buffer | undefined
}

/** One line as text, without its end. */
export function* line(input: Input): Script<string> {
  for (;;) {
    const text = input.text()
    if (text !== undefined) return text
    yield
  }
}

/** One line as octets, without its end. The view is valid for as long as you keep it, and keeps its chunk alive. */
export function* rawLine(input: Input): Script<Buffer> {
  for (;;) {
    const octets = input.line()
    if (octets !== undefined) return octets
    yield
  }
}

/** A whole body in memory, of at most `limit` octets; `limits.body` unless told. */
export function* collect(input: Input, framing: Framing, limit = input.bodyLimit): Script<Buffer> {
  const whole = framing.whole?.(input)
  if (whole !== undefined) {
    if (whole.length > limit) throw tooLarge(limit)
    return whole
  }
  const pieces: Buffer[] = []
  let length = 0
  let owned = 0
  const emit = (piece: Buffer): void => {
    length += piece.length
    if (length > limit) throw tooLarge(limit)
    pieces.push(piece)
  }
  while (!framing.feed(input, emit)) {
    for (; owned < pieces.length; owned++) pieces[owned] = input.own(pieces[owned]!)
    yield
  }
  return pieces.length === 1 && owned === 0 ? input.own(pieces[0]!) : Buffer.concat(pieces, length)
}

function tooLarge(limit: number): LimitError {
  return new LimitError(`the body has more than ${limit} octets (limits.body, maxBytes)`)
}

/** Waits for something slow and goes on with its value; its failure is thrown inside the script. */
export function* until<T>(promise: PromiseLike<T>): Script<T> {
  let value: T | undefined
  let failed = false
  let failure: unknown
  yield Promise.resolve(promise).then(
    (v) => {
      value = v
    },
    (error: unknown) => {
      failed = true
      failure = error
    },
  )
  if (failed) throw failure
  return value as T
}
