import type { CallOptions } from '@linewire/wire'
import { fetch } from './commands/fetch.ts'
import { search } from './commands/search.ts'
import type { FetchQuery, Message } from './fetch-query.ts'
import { gone } from './gone.ts'
import { fitting, type MessageSet, target } from './message-set.ts'
import { compileSearch } from './search-query.ts'
import type { Session } from './session.ts'
import { SeqSet, UidSet } from './sets.ts'

export interface FetchOptions extends CallOptions {
  /** only messages that have changed since. RFC 7162 §3.1.4.1 */
  changedSince?: bigint
}

/** messages that one FETCH asks for: its rows wait in memory, so that commands within the loop can be answered */
const rowsAhead = 500
/** the same where the rows hold contents of messages */
const bodiesAhead = 16

/** One FETCH and the rows that have come. */
class Window<Q extends FetchQuery> {
  #rows: Message<Q>[] = []
  #wake: (() => void) | undefined
  #over = false
  #error: unknown
  #failed = false

  constructor(session: Session, set: MessageSet, query: Q, changedSince: bigint | undefined, signal: AbortSignal) {
    const row = (message: Message<Q>): void => {
      // nobody takes the rest
      if (signal.aborted) return
      this.#rows.push(message)
      this.#ring()
    }
    session.run(fetch(set, query, { row, changedSince }), { signal }).then(
      () => this.#end(),
      (error: unknown) => {
        if (!gone(error)) {
          this.#failed = true
          this.#error = error
        }
        this.#end()
      },
    )
  }

  /** What has come since, waiting for it; undefined at the end. One promise for a batch, not for a row. */
  async batch(): Promise<Message<Q>[] | undefined> {
    while (this.#rows.length === 0 && !this.#over) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#rows.length > 0) {
      const rows = this.#rows
      this.#rows = []
      return rows
    }
    if (this.#failed) throw this.#error
    return undefined
  }

  #end(): void {
    this.#over = true
    this.#ring()
  }

  #ring(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

/**
 * Messages, with the next window on its way while one is read. What has come waits in memory, at most two windows of
 * it, so that other commands may be run and awaited within the loop.
 */
export async function* fetchWindows<const Q extends FetchQuery>(
  session: Session,
  messages: MessageSet,
  query: Q,
  exists: number,
  { signal, changedSince }: FetchOptions,
): AsyncGenerator<Message<Q>, void, undefined> {
  const leaving = new AbortController()
  const either = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
  const most = query.source || query.parts?.length ? bodiesAhead : rowsAhead
  const sets = await windows(session, messages, most, exists, signal)
  const start = (set: MessageSet | undefined): Window<Q> | undefined =>
    set === undefined ? undefined : new Window(session, set, query, changedSince, either)
  try {
    let current = start(next(sets))
    while (current !== undefined) {
      const following = start(next(sets))
      for (let batch = await current.batch(); batch !== undefined; batch = await current.batch()) {
        for (const message of batch) {
          signal?.throwIfAborted()
          yield message
        }
      }
      current = following
    }
  } finally {
    leaving.abort(new DOMException('the loop was left', 'AbortError'))
  }
}

/** The messages in sets of at most `most`. Which UIDs there are between two is for the server to say. */
async function windows(
  session: Session,
  messages: MessageSet,
  most: number,
  exists: number,
  signal: AbortSignal | undefined,
): Promise<Iterator<UidSet | SeqSet>> {
  const { set } = target(messages)
  if (Math.min(set.size, exists) <= most) return fitting(set)[Symbol.iterator]()
  const returns = session.state.capabilities.has('ESEARCH') ? (['all'] as const) : undefined
  // sequence numbers become UIDs too: they must not shift between two windows
  const program = compileSearch(set instanceof SeqSet ? { seq: set } : { uid: set })
  const { all = UidSet.empty } = await session.run(search(program, { returns }), { signal })
  return chunks(all, most)
}

function next<T>(iterator: Iterator<T, unknown>): T | undefined {
  const step = iterator.next()
  return step.done ? undefined : step.value
}

function* chunks(uids: UidSet, most: number): Generator<UidSet, void, undefined> {
  let part: [number, number][] = []
  let size = 0
  for (const [first, last] of uids.ranges) {
    for (let from = first; from <= last; ) {
      const to = Math.min(last, from + most - size - 1)
      part.push([from, to])
      size += to - from + 1
      from = to + 1
      if (size === most) {
        yield UidSet.from(part)
        part = []
        size = 0
      }
    }
  }
  if (part.length > 0) yield UidSet.from(part)
}
