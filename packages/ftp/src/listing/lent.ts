import type { Body } from '@linewire/wire'

/**
 * What `make` makes of the pieces of a body, as many of them as are wanted. A piece is lent: its memory is read into
 * again when `make` has returned, so that what it returns must be a copy. A loop over the body would have every piece
 * to itself, and take a new one for each read.
 */
export async function* lent<T>(body: Body, make: (piece: Uint8Array) => T): AsyncGenerator<T, void, undefined> {
  const ready: T[] = []
  let over = false
  let error: unknown
  let failed = false
  let arrived: () => void = () => {}
  let wanted: () => void = () => {}
  const visit = (piece: Uint8Array): void | Promise<void> => {
    ready.push(make(piece))
    arrived()
    // one is being used and one is ready: more would be more than is asked for
    if (ready.length < 2) return
    return new Promise((resolve) => {
      wanted = resolve
    })
  }
  body
    .forEach(visit)
    .catch((cause: unknown) => {
      failed = true
      error = cause
    })
    .finally(() => {
      over = true
      arrived()
    })
  try {
    for (;;) {
      const one = ready.shift()
      if (one !== undefined) {
        wanted()
        yield one
      } else if (failed) throw error
      else if (over) return
      else {
        await new Promise<void>((resolve) => {
          arrived = resolve
        })
      }
    }
  } finally {
    body.cancel()
    wanted()
  }
}
