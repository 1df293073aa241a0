import { ReplyError } from '@linewire/wire'

/** There is no such mailbox ([NONEXISTENT], [TRYCREATE]), message or part. RFC 5530 §3 */
export class NotFoundError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'NotFoundError'
}
