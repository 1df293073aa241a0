import { passwordOf, userName } from './credential.ts'
import { type Password, SaslError, type SaslMechanism } from './mechanism.ts'

/** Who answers, and with which shared secret. */
export interface CramMd5Options {
  user: string
  password: Password
}

/** user SP hex(HMAC-MD5(password, challenge)). RFC 2195 §2. The password stays here, but the server does not prove anything. */
export function cramMd5({ user, password }: CramMd5Options): SaslMechanism {
  let answered = false
  return {
    name: 'CRAM-MD5',
    async next(challenge) {
      if (answered) throw new SaslError('CRAM-MD5: the server sent a second challenge, but the mechanism has one')
      if (challenge.length === 0) throw new SaslError('CRAM-MD5: the server sent an empty challenge')
      answered = true
      const name = userName(user)
      const secret = await passwordOf(password)
      const { createHmac } = await import('node:crypto')
      return Buffer.from(`${name} ${createHmac('md5', secret).update(challenge).digest('hex')}`)
    },
  }
}
