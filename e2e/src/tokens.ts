import { createHmac } from 'node:crypto'

/** Dovecot finds the key of a token by these three: keys/AUTHORISED-PARTY/HS256/KEY-ID. */
export const AUTHORISED_PARTY = 'lab'
export const KEY_ID = 'default'
export const SECRET = 'labsecretlabsecretlabsecretlabse'

/** What may be wrong with a token. */
export interface TokenOptions {
  /** Seconds from now; negative for a token that has expired. An hour by default. */
  expiresIn?: number
  /** Whom it was issued to. */
  authorisedParty?: string
  /** What it is signed with. */
  secret?: string
}

/** A bearer token (JWT, HS256) for OAUTHBEARER and XOAUTH2. RFC 7519 §3 */
export const bearerToken = (user: string, options: TokenOptions = {}): string => {
  const { expiresIn = 3600, authorisedParty = AUTHORISED_PARTY, secret = SECRET } = options
  const now = Math.floor(Date.now() / 1000)
  const header = part({ alg: 'HS256', typ: 'JWT', kid: KEY_ID })
  const claims = part({ azp: authorisedParty, sub: user, iat: now - 60, exp: now + expiresIn })
  const signature = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url')
  return `${header}.${claims}.${signature}`
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
