import { bearer } from './bearer.ts'
import { userName } from './credential.ts'
import type { SaslMechanism, Token } from './mechanism.ts'

/** Whose maildrop or mailbox, and the access token for it. */
export interface Xoauth2Options {
  user: string
  token: Token
}

/**
 * "user=" user ^A "auth=Bearer " token ^A ^A. Google's and Microsoft's older form of OAUTHBEARER, in no RFC.
 * A failure comes as a challenge with JSON in it and is answered with nothing.
 */
export const xoauth2 = ({ user, token }: Xoauth2Options): SaslMechanism =>
  bearer({
    name: 'XOAUTH2',
    token,
    response: (token) => `user=${userName(user)}\x01auth=Bearer ${token}\x01\x01`,
    acknowledgement: new Uint8Array(),
  })
