interface Waiting {
  readonly leaves: Set<() => void>
  readonly listener: () => void
}

// One listener for each signal, however many calls share it: Node warns of a leak at the eleventh.
const signals = new WeakMap<AbortSignal, Waiting>()

/** Calls `leave` when the signal is aborted, until the function that it returns is called. */
export function onAbort(signal: AbortSignal, leave: () => void): () => void {
  const waiting = signals.get(signal) ?? listen(signal)
  const { leaves, listener } = waiting
  leaves.add(leave)
  return () => {
    leaves.delete(leave)
    if (leaves.size > 0 || signals.get(signal) !== waiting) return
    signals.delete(signal)
    signal.removeEventListener('abort', listener)
  }
}

function listen(signal: AbortSignal): Waiting {
  const leaves = new Set<() => void>()
  const listener = (): void => {
    signals.delete(signal)
    for (const leave of [...leaves]) leave()
  }
  const waiting = { leaves, listener }
  signals.set(signal, waiting)
  signal.addEventListener('abort', listener, { once: true })
  return waiting
}
