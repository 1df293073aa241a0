import { ReplyError } from '@linewire/wire'

/** The server answered QUIT with -ERR: not all messages marked as deleted are gone. RFC 1939 §6 */
export class CommitError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'CommitError'
}
