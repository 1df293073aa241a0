import { WireError } from '../errors.ts'

const crowd = '(?:connect|session|client|user|login|simultaneous|concurrent)'
const words = [
  new RegExp(String.raw`\btoo many\b.*\b${crowd}`, 'i'),
  new RegExp(String.raw`\b(?:max|maximum|limit)\b.*\b${crowd}`, 'i'),
  new RegExp(String.raw`\b${crowd}\w*\b.*\b(?:limit|maximum|exceeded)\b`, 'i'),
]
/** these are about the one who asks, not about how many do */
const other = /\b(?:failed|attempts?|errors|commands?|recipients?|messages?|password|quota)\b/i

/**
 * Whether a server says that it takes no more connections for now. There is no code for it that is not used for other
 * things too, so its words decide: "Too many connections from your host", "Maximum number of connections from user+IP
 * exceeded", "Concurrent connections limit exceeded".
 */
export function tooManyConnections(error: unknown): boolean {
  return error instanceof WireError && !other.test(error.message) && words.some((one) => one.test(error.message))
}
