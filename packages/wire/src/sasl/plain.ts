import { authorizationId, passwordOf, userName } from './credential.ts'
import { type Password, SaslError, type SaslMechanism } from './mechanism.ts'

/** What PLAIN sends: the password itself. */
export interface PlainOptions {
  user: string
  password: Password
  /** The name to act as, when it is not the user's own. */
  authzid?: string | undefined
}

/** message = [authzid] NUL authcid NUL passwd. RFC 4616 §2. The password goes out in clear: TLS has to protect it. */
export const plain = ({ user, password, authzid }: PlainOptions): SaslMechanism => ({
  name: 'PLAIN',
  async initial() {
    const names = `${authorizationId(authzid)}\0${userName(user)}`
    return Buffer.from(`${names}\0${await passwordOf(password)}`)
  },
  next() {
    throw new SaslError('PLAIN: the server sent a challenge, but the mechanism has none')
  },
})
