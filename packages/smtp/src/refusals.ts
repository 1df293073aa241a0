import { ReplyError } from '@linewire/wire'
import { type Reply, refusal } from './reply.ts'

/** The server takes no mail from this sender. Nothing was sent. */
export class SenderError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'SenderError'
}

/** The server refused the message itself: DATA, or what came behind it. Nobody gets it. */
export class DataError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'DataError'
}

/** One recipient that was refused. */
export interface Rejected {
  readonly recipient: string
  /** what the server said */
  readonly reply: Reply
  /** the same as an error: `transient` says whether to try again */
  readonly error: ReplyError
}

/** No recipient was accepted, or, with `partial: 'abort'`, not every one. Nothing was delivered. */
export class RecipientsError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'RecipientsError'
  readonly rejected: readonly Rejected[]

  constructor(rejected: readonly [Rejected, ...Rejected[]]) {
    const [first, ...others] = rejected
    const { command, code, responseCode, text } = first.error
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`
    // worth another try if it is for one of them
    const transient = rejected.some(({ error }) => error.transient)
    super({ command, code, responseCode, text: `${text}${more}`, transient }, { cause: first.error })
    this.rejected = rejected
  }
}

/** A recipient and the reply that refused it, in whatever phase. */
export function rejection(recipient: string, command: string, reply: Reply): Rejected {
  return { recipient, reply, error: new ReplyError(refusal(command, reply)) }
}
