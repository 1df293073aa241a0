import { tokenOf } from './credential.ts'
import { SaslError, type SaslMechanism, type Token } from './mechanism.ts'
import { serverText } from './server-text.ts'

interface Bearer {
  name: string
  token: Token
  /** The initial response around a token. */
  response: (token: string) => string
  /** What answers the server's report of a failure, so that it can end the exchange. */
  acknowledgement: Uint8Array
}

/** The status of `{"status":"invalid_token","scope":"…"}`, if that is what it is. RFC 7628 §3.2.2 */
function statusOf(challenge: Uint8Array): string | undefined {
  let report: unknown
  try {
    report = JSON.parse(Buffer.from(challenge).toString())
  } catch {
    return undefined
  }
  if (typeof report !== 'object' || report === null || !('status' in report)) return undefined
  return serverText(String(report.status))
}

/**
 * What OAUTHBEARER and XOAUTH2 share: one response with a token in it, and at most one challenge, which reports a failure.
 * After a failure `status` says why, and another `initial` asks the token callback for a fresh one.
 */
export function bearer({ name, token, response, acknowledgement }: Bearer): SaslMechanism {
  let asked = false
  let failed = false
  let status: string | undefined
  return {
    name,
    renews: typeof token === 'function',
    get status() {
      return status
    },
    async initial() {
      const expired = asked
      asked = true
      failed = false
      status = undefined
      return Buffer.from(response(await tokenOf(token, expired)))
    },
    next(challenge) {
      if (!asked || failed) throw new SaslError(`${name}: the server sent a challenge where the mechanism has none`)
      failed = true
      status = statusOf(challenge)
      return acknowledgement
    },
    finish() {
      asked = false
    },
  }
}
