import { ReplyError } from '@linewire/wire'

/**
 * The NO of a server that has given what it had, another session having removed the rest meanwhile: [EXPUNGEISSUED]
 * of RFC 5530 §3, or Dovecot's "Some of the requested messages no longer exist".
 */
export function gone(error: unknown): boolean {
  if (!(error instanceof ReplyError) || error.code !== 'NO') return false
  return error.responseCode === 'EXPUNGEISSUED' || /messages no longer exist/i.test(error.text)
}
