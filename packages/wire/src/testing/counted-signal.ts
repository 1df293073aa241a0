/** A signal that knows who listens to it. */
export function countedSignal(): { signal: AbortSignal; listeners: () => number } {
  const { signal } = new AbortController()
  const heard = new Set<unknown>()
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...given: Parameters<typeof add>): void => {
    heard.add(given[1])
    add(...given)
  }
  signal.removeEventListener = (...given: Parameters<typeof remove>): void => {
    heard.delete(given[1])
    remove(...given)
  }
  return { signal, listeners: () => heard.size }
}
