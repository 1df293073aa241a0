import { AuthError, argument, type Command } from '@linewire/wire'
import { authenticated } from '../auth-reply.ts'

/**
 * Logs in with an MD5 digest of the greeting's timestamp and the password. RFC 1939 §7
 * MD5 is broken: only for servers that have nothing better.
 */
export const apop = (name: string, digest: string): Command<void> => ({
  line: `APOP ${argument(name, 'the user name')} ${digest}`,
  turn: 'alone',
  secret: true,
  *talk(io) {
    yield* authenticated(io)
  },
})

/** `<process.clock@host>`, wherever it stands. Each octet is looked at once, however many @ a server sends (CVE-2018-1060). */
function timestamp(greeting: string): string | undefined {
  return greeting.match(/<[^<>\s]+>/g)?.find((found) => /[^<]@[^>]/.test(found))
}

/** The digest of a greeting's timestamp and a password. RFC 1939 §7 */
export async function apopDigest(greeting: string, password: string): Promise<string> {
  const stamp = timestamp(greeting)
  if (stamp === undefined) {
    throw new AuthError({
      command: 'APOP',
      code: 'ERR_AUTH_MECHANISM',
      text: 'the greeting has no timestamp: the server does not know APOP',
    })
  }
  const { createHash } = await import('node:crypto')
  return createHash('md5').update(stamp).update(password).digest('hex')
}
