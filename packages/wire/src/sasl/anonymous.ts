import { SaslError, type SaslMechanism } from './mechanism.ts'
import { isProhibited, mixesDirections } from './saslprep.ts'

/** Who says hello, without any proof. */
export interface AnonymousOptions {
  /** An e-mail address, or up to 255 characters without `@`: it is for the server's log. */
  trace?: string | undefined
}

/** What a log must not be made to show. RFC 4505 §3 and 4013 §2.3 */
function mayNotBeLogged(trace: string): boolean {
  // SASLprep takes the joiners and marks of table C.2.2 out; here they stay, and are not allowed
  return /\u200c|\u200d|\u2060|\ufeff/u.test(trace) || isProhibited(trace) || mixesDirections(trace)
}

const longest = 255

/** message = [ email / token ]: nobody is logged in, but whoever wants to look. RFC 4505 §2 */
export const anonymous = ({ trace = '' }: AnonymousOptions = {}): SaslMechanism => ({
  name: 'ANONYMOUS',
  initial() {
    if (mayNotBeLogged(trace)) throw new SaslError('ANONYMOUS: the trace contains a character that is not allowed')
    if (!trace.includes('@') && [...trace].length > longest) {
      throw new SaslError(`ANONYMOUS: the trace is no e-mail address and longer than ${longest} characters`)
    }
    return Buffer.from(trace)
  },
  next() {
    throw new SaslError('ANONYMOUS: the server sent a challenge, but the mechanism has none')
  },
})
