import { ReplyError } from '@linewire/wire'
import type { Ending } from './command.ts'
import { NotFoundError } from './not-found-error.ts'

/** the response codes that say "later". RFC 5530 §3 */
const transient = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'EXPUNGEISSUED', 'SERVERBUG'])
const notFound = new Set(['NONEXISTENT', 'TRYCREATE'])

/** Dovecot's SELECT, Exchange and Cyrus say it without the code of RFC 5530: "NO Mailbox doesn't exist: x" */
const notFoundInWords = /\b(?:does(?:n't| not) exist|no such mailbox|unknown mailbox)\b/i

/**
 * "tag OK text", "tag NO [code] text", "tag BAD text". RFC 9051 §7.1
 * @throws {ReplyError} for NO and BAD
 */
export function accepted<E extends Ending>(name: string, ending: E): E {
  if (ending.status === 'OK' || ending.status === 'PREAUTH') return ending
  const { status, text, code } = ending
  const responseCode = code?.name
  const refusal = {
    command: name,
    code: status,
    text,
    responseCode,
    transient: responseCode !== undefined && transient.has(responseCode),
  }
  const missing =
    responseCode === undefined ? status === 'NO' && notFoundInWords.test(text) : notFound.has(responseCode)
  throw missing ? new NotFoundError(refusal) : new ReplyError(refusal)
}
