import type { Exchange } from './command.ts'
import { ConnectionError, excerpt, messageOf } from './errors.ts'
import type { Input } from './input.ts'
import { decode } from './text.ts'

/** The server has closed. What it said last and nobody read is the best reason there is. */
export function gone(input: Input): ConnectionError {
  const rest = input.take()
  const closed = 'the server closed the connection'
  if (rest.length === 0) return new ConnectionError(closed, 'ERR_CLOSED')
  // an alert or a handshake of TLS
  if ((rest[0] === 0x15 || rest[0] === 0x16) && rest[1] === 3) {
    return new ConnectionError(`${closed}, which speaks TLS from the first octet on: use tls: 'implicit'`, 'ERR_CLOSED')
  }
  const [words = ''] = decode(rest).split(/\r?\n/, 1)
  return new ConnectionError(`${closed}; it had said ${excerpt(words)}`, 'ERR_CLOSED')
}

/** What a command hears that did not itself break the connection. */
export function lost({ name }: Exchange, sent: boolean, cause: Error): ConnectionError {
  const what = sent ? 'the connection was lost before its reply came' : 'not sent, for the connection was lost'
  return new ConnectionError(`${name}: ${what}: ${cause.message}`, 'ERR_CLOSED', { cause })
}

/** What follows a line did not go out whole, and the server cannot be told where it ends. */
export function broken(name: string, error: unknown): ConnectionError {
  return new ConnectionError(`${name}: its data could not be sent whole: ${messageOf(error)}`, 'ERR_CONNECTION', {
    cause: error,
  })
}

/** "421 idle for too long": its text is the best reason there will ever be. */
export function unasked(text: string): ConnectionError {
  return new ConnectionError(
    `the server said ${excerpt(text)} without being asked, and is taken to leave`,
    'ERR_CLOSED',
  )
}
