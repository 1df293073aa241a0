const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout }

interface VirtualTimer {
  due: number
  readonly ms: number
  readonly ring: () => void
}

/** A clock that goes when it is told to, and knows what still waits on it. */
export interface VirtualClock {
  /** timers that nobody has cleared */
  readonly pending: number
  /** Goes on to the next timer and rings it. False: there is none. */
  advance(): boolean
  /** Gives the real clock back. */
  restore(): void
}

/**
 * Puts setTimeout() under our control, so that a peer that says nothing costs no time, and a timer that was forgotten is
 * found. Until restore(), in the whole process: one case after the other.
 */
export function virtualClock(): VirtualClock {
  const timers = new Set<VirtualTimer>()
  let now = 0

  const set = (callback: (...values: unknown[]) => void, ms = 0, ...values: unknown[]): unknown => {
    const timer: VirtualTimer = { due: now + ms, ms, ring: () => callback(...values) }
    timers.add(timer)
    const handle = {
      refresh: () => {
        timer.due = now + ms
        timers.add(timer)
        return handle
      },
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
      close: () => {
        timers.delete(timer)
        return handle
      },
    }
    return handle
  }
  const clear = (handle: { close?: () => void } | undefined): void => {
    handle?.close?.()
  }
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear })

  return {
    get pending(): number {
      return timers.size
    },
    advance(): boolean {
      const next = [...timers].sort((a, b) => a.due - b.due)[0]
      if (next === undefined) return false
      now = next.due
      timers.delete(next)
      next.ring()
      return true
    },
    restore(): void {
      Object.assign(globalThis, real)
    },
  }
}

/** What has happened, and all that follows from it, I/O included. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** ms of the real clock, for work that is done elsewhere (a digest, an import) */
export function realTime(ms: number): Promise<void> {
  return new Promise((resolve) => real.setTimeout(resolve, ms))
}
