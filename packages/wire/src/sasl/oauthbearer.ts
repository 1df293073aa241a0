import { bearer } from './bearer.ts'
import { userName } from './credential.ts'
import type { SaslMechanism, Token } from './mechanism.ts'
import { saslname } from './saslname.ts'

/** Whose mailbox, the access token for it, and the server it is meant for. */
export interface OauthbearerOptions {
  user: string
  token: Token
  host: string
  port: number
}

/**
 * "n,a=" user "," ^A "host=" host ^A "port=" port ^A "auth=Bearer " token ^A ^A. RFC 7628 §3.1
 * A failure comes as a challenge with JSON in it and is answered with one ^A (§3.2.3).
 */
export const oauthbearer = ({ user, token, host, port }: OauthbearerOptions): SaslMechanism =>
  bearer({
    name: 'OAUTHBEARER',
    token,
    response: (token) =>
      `n,a=${saslname(userName(user))},\x01host=${host}\x01port=${port}\x01auth=Bearer ${token}\x01\x01`,
    acknowledgement: Uint8Array.of(1),
  })
