const unbegun = new WeakSet<object>()

/** Remembers that a delivery failed before its message was begun. */
export function failedUnbegun(error: unknown): void {
  if (typeof error === 'object' && error !== null) unbegun.add(error)
}

/**
 * Whether a delivery failed before the server had asked for the message: nobody has got it, nothing of it has been read,
 * and it can go over another connection.
 */
export function isUnbegun(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && unbegun.has(error)
}
