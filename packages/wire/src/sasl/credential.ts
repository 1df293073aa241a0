import { type Password, SaslError, type Token } from './mechanism.ts'

/** What decides who is logged in must not hide anything: no control characters, no half of a surrogate pair. */
const unfit = /[\0-\x1f\x7f-\x9f\ud800-\udfff]/u

/** The name to authenticate as. Throws SaslError when it is empty or contains a control character. */
export function userName(user: string): string {
  if (user === '') throw new SaslError('The user name is empty')
  if (unfit.test(user)) throw new SaslError('The user name contains a control character')
  return user
}

/** The name to act as; empty means the user's own. Throws SaslError when it contains a control character. RFC 4422 §3.4.1 */
export function authorizationId(authzid = ''): string {
  if (unfit.test(authzid)) throw new SaslError('The authorization identity (authzid) contains a control character')
  return authzid
}

/** The password, asked for when it is needed. Rejects with SaslError when it is no text or contains NUL. */
export async function passwordOf(password: Password): Promise<string> {
  const text = typeof password === 'string' ? password : await password()
  if (typeof text !== 'string') throw new SaslError('The password callback returned no text')
  if (text.includes('\0')) throw new SaslError('The password contains a NUL character, which no mechanism can carry')
  return text
}

/** The access token, asked for when it is needed. Rejects with SaslError when it is not what may follow "Bearer ". RFC 6750 §2.1 */
export async function tokenOf(token: Token, expired: boolean): Promise<string> {
  const text = typeof token === 'string' ? token : await token({ expired })
  if (typeof text !== 'string') throw new SaslError('The token callback returned no text')
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new SaslError('The access token must be printable ASCII without spaces or line breaks, and without "Bearer "')
  }
  return text
}

/** The same password for every mechanism in a list: a person is asked once, not once per attempt. */
export function askedOnce(password: Password): Password {
  if (typeof password === 'string') return password
  let answer: Promise<string> | undefined
  const ask = async () => password()
  return () => (answer ??= ask())
}

/** The same token source for every mechanism in a list: whoever asks second does so because the first token was not accepted. */
export function askedAgain(token: Token): Token {
  if (typeof token === 'string') return token
  let asked = false
  return (context) => {
    const expired = context.expired || asked
    asked = true
    return token({ expired })
  }
}
