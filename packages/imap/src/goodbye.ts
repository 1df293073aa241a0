import { ConnectionError, printable } from '@linewire/wire'

/** "* BYE text" without LOGOUT: the best reason there will ever be for what comes next. RFC 9051 §7.1.5 */
export function goodbye(text: string): ConnectionError {
  const why = printable(text)
  return new ConnectionError(`the server said goodbye${why === '' ? '' : `: ${why}`}`, 'ERR_CLOSED')
}
