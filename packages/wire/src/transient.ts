import { AuthError, ConnectionError, ReplyError, WireError } from './errors.ts'

/** the network's own reasons, in Node's words, and what we call the end of a connection */
const passing = new Set([
  'ERR_CLOSED',
  'ERR_TIMEOUT',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOTFOUND', // what a machine without a network says of every name
  'EPIPE',
  'ETIMEDOUT',
])

/**
 * Whether the same may succeed on another connection, later: the network failed, the server was silent, it closed, or it
 * said so itself (4xx, `[UNAVAILABLE]`). Never for credentials that were refused, a certificate that does not fit, octets
 * that make no sense, a limit, an argument, or what this client has ended.
 */
export function isTransient(error: unknown): boolean {
  const reason = root(error)
  if (!(reason instanceof WireError) || reason instanceof AuthError) return false
  return passing.has(reason.code) || (reason instanceof ReplyError && reason.transient)
}

/** A command that waited has a ConnectionError of its own; what broke the connection is its cause. */
function root(error: unknown): unknown {
  return error instanceof ConnectionError && error.cause instanceof WireError ? root(error.cause) : error
}
