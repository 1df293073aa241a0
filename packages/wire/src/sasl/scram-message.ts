import { isBase64 } from './base64.ts'
import { SaslError } from './mechanism.ts'
import { serverText } from './server-text.ts'

/** Each iteration costs this machine what it costs the attacker: more than this many only serves to keep a client busy. */
export const maxIterations = 10_000_000

/** What the server's first message says. */
export interface ServerFirst {
  nonce: string
  salt: Buffer
  iterations: number
}

/** server-first-message = "r=" nonce ",s=" salt ",i=" iteration-count ["," extensions]. RFC 5802 §7. Throws SaslError. */
export function parseServerFirst(text: string, clientNonce: string): ServerFirst {
  // A mandatory extension is one that we would have to understand. RFC 5802 §5.1
  if (/(?:^|,)m=/.test(text)) throw new SaslError('the server requires an extension of SCRAM that is not known here')
  const fields = /^r=([\x21-\x2b\x2d-\x7e]+),s=([^,]*),i=([^,]*)(?:,|$)/.exec(text)
  if (!fields) throw new SaslError(`expected "r=…,s=…,i=…", got "${serverText(text)}"`)
  const [, nonce = '', salt = '', count = ''] = fields
  if (!nonce.startsWith(clientNonce) || nonce.length === clientNonce.length) {
    throw new SaslError("the server's nonce does not extend ours: the answer belongs to another exchange")
  }
  if (salt === '' || !isBase64(salt)) throw new SaslError('the salt is empty or not base64')
  if (!/^[1-9][0-9]*$/.test(count)) throw new SaslError(`"${serverText(count)}" is not an iteration count`)
  const iterations = Number(count)
  if (iterations > maxIterations) {
    throw new SaslError(`the server asks for ${serverText(count)} iterations; the limit is ${maxIterations}`)
  }
  return { nonce, salt: Buffer.from(salt, 'base64'), iterations }
}

/** server-final-message = "v=" base64 ["," extensions]; the signature in it. RFC 5802 §7. Throws SaslError. */
export function parseServerFinal(text: string): Buffer {
  const signature = /^v=([^,]*)(?:,|$)/.exec(text)?.[1]
  if (!signature || !isBase64(signature)) throw new SaslError(`expected "v=…", got "${serverText(text)}"`)
  return Buffer.from(signature, 'base64')
}

/** server-error = "e=" value, in place of either message; the value, if it is one. RFC 5802 §7 */
export function serverError(text: string): string | undefined {
  const value = /^e=([^,]+)/.exec(text)?.[1]
  return value === undefined ? undefined : serverText(value)
}
