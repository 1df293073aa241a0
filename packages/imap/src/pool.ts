import { ReplyError } from '@linewire/wire'
import { connections, Pool, type Pooling, tooManyConnections, type UseOptions } from '@linewire/wire/pool'
import { ImapClient } from './client.ts'
import type { SelectOptions } from './commands/select.ts'
import type { ImapOptions } from './connect.ts'
import type { Mailbox } from './mailbox.ts'

/** What is done with a connection, or with a mailbox that was selected on it. */
type Work<T> = (imap: ImapClient) => T | Promise<T>
type MailboxWork<T> = (mailbox: Mailbox, imap: ImapClient) => T | Promise<T>

/**
 * Several sessions with one server: IMAP has one selected mailbox on each.
 *
 * ```ts
 * await using pool = new ImapPool('imaps://mail.example', { auth: { user, password }, max: 3 })
 * const unseen = (name: string) => pool.use(name, (mailbox) => mailbox.search({ unseen: true }), { readOnly: true })
 * const [inbox, lists] = await Promise.all([unseen('INBOX'), unseen('Lists')])
 * ```
 *
 * A mailbox that is selected when a session comes back is unselected, and nothing in it expunged.
 */
export class ImapPool extends Pool<ImapClient> {
  /** Takes what ImapClient.connect() takes, and `max`, `idleTimeout`, `lifetime`, `recovery`. Connects when it is used. */
  constructor(to: string | URL | Pooling<ImapOptions>, options: Partial<Pooling<ImapOptions>> = {}) {
    super({
      ...connections(to, options, (where, more) => ImapClient.connect(where, more)),
      reset: (imap) => imap.mailbox?.unselect(),
      full,
    })
  }

  /**
   * Lends a session, with the mailbox selected where one is named, and takes it back when the work is done. What that
   * returns must be read by then: a download that leaves it fails.
   * @throws {NotFoundError} when there is no such mailbox
   */
  override use<T>(work: Work<T>, options?: UseOptions): Promise<T>
  override use<T>(mailbox: string, work: MailboxWork<T>, options?: UseOptions & SelectOptions): Promise<T>
  override use<T>(
    first: Work<T> | string,
    second?: MailboxWork<T> | UseOptions,
    options: UseOptions & SelectOptions = {},
  ): Promise<T> {
    if (typeof first === 'function') return super.use(first, second as UseOptions | undefined)
    const work = second as MailboxWork<T>
    const { retry, signal, ...selecting } = options
    const select = { ...selecting, signal }
    const using = retry === undefined ? { signal } : { signal, retry }
    return super.use(async (imap) => work(await imap.select(first, select), imap), using)
  }
}

/**
 * "NO [LIMIT] …" (RFC 5530 §3), "Maximum number of connections from user+IP exceeded" (Dovecot), "Too many simultaneous
 * connections" (Gmail)
 */
function full(error: unknown): boolean {
  return tooManyConnections(error) || (error instanceof ReplyError && error.responseCode === 'LIMIT')
}
