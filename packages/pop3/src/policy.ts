import type { Capabilities } from '@linewire/wire'

/** What CAPA says of a server's habits. RFC 2449 §6 */
export interface Policy {
  /**
   * How long a message is kept at least, in days: `Infinity` for ever (NEVER), 0 not beyond the QUIT of the session
   * that has retrieved it. RFC 2449 §6.7
   */
  readonly expire?: { readonly days: number; readonly perUser: boolean }
  /** How much time must be between two logins, in seconds. RFC 2449 §6.5 */
  readonly loginDelay?: { readonly seconds: number; readonly perUser: boolean }
  /** What the server is. RFC 2449 §6.9 */
  readonly implementation?: string
}

/**
 * Reads EXPIRE, LOGIN-DELAY and IMPLEMENTATION. What a server does not say, or says so that it cannot be understood, is
 * left out. `perUser`: it differs from one user to another, and only capa() after the login tells this one's.
 */
export function policyOf(capabilities: Capabilities): Policy {
  const [kept = '', keptFor] = capabilities.get('EXPIRE')
  const [delay = '', delayFor] = capabilities.get('LOGIN-DELAY')
  const days = /^NEVER$/i.test(kept) ? Number.POSITIVE_INFINITY : whole(kept)
  const seconds = whole(delay)
  const implementation = capabilities.get('IMPLEMENTATION').join(' ')
  return {
    ...(days !== undefined && { expire: { days, perUser: isUser(keptFor) } }),
    ...(seconds !== undefined && { loginDelay: { seconds, perUser: isUser(delayFor) } }),
    ...(implementation !== '' && { implementation }),
  }
}

function whole(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined
}

function isUser(text: string | undefined): boolean {
  return text?.toUpperCase() === 'USER'
}
