import { messageOf, type Reply, ReplyError } from '@linewire/wire'

/**
 * A transfer did not come to its end: no data connection, one that broke, a source that failed, or a server that said
 * so behind the data. Only this transfer failed, the connection lives on. `code` is the server's (`426`), Node's
 * (`ECONNREFUSED`), or `ERR_TRUNCATED`, `ERR_PARTIAL`, `ERR_SOURCE`, `ERR_ABORTED`; `cause` has what lies below.
 */
export class TransferError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'TransferError'
}

/** The server said that it failed, after it had begun. What broke on our side of the data connection is told too. */
export function brokenOff(command: string, said: Reply, broken?: Error): TransferError {
  const text = broken === undefined ? said.text : `${said.text} (here: ${broken.message})`
  const refusal = { command, code: String(said.code), text, transient: said.code < 500 }
  return new TransferError(refusal, broken && { cause: broken })
}

/** The server has left entries out of a listing; those that came can be gone through. */
export const partial = (command: string, said: Reply): TransferError =>
  failed(command, `the server has left entries out of it (${said.text.split('\n').at(-1)})`, undefined, 'ERR_PARTIAL')

export const isPartial = (error: unknown): error is TransferError =>
  error instanceof TransferError && error.code === 'ERR_PARTIAL'

/** Something else than the server's word ended it. */
export function failed(command: string, what: string, cause?: unknown, code?: string): TransferError {
  const known = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  const text = cause === undefined ? what : `${what}: ${messageOf(cause)}`
  return new TransferError({ command, code: code ?? known ?? 'ERR_TRANSFER', text }, { cause })
}
