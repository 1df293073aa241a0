import { AuthError, ConnectionError } from '../errors.ts'
import type { SaslMechanism } from './mechanism.ts'

/**
 * Tries mechanisms, best first. After a refusal one more is tried, of another family, and no third: accounts are
 * locked for less. Where there is no other, one that can fetch a fresh token is tried again with it. A mechanism that
 * cannot be used here (ERR_SASL) does not count.
 *
 * @throws {AuthError} the first refusal, or that none fits
 */
export async function attempt<R>(
  mechanisms: readonly SaslMechanism[],
  offered: readonly string[],
  run: (mechanism: SaslMechanism) => Promise<R>,
): Promise<R> {
  let refusal: AuthError | undefined
  let refusals = 0
  const waiting = [...mechanisms]
  for (let mechanism = waiting.shift(); mechanism !== undefined; mechanism = waiting.shift()) {
    try {
      return await run(mechanism)
    } catch (error) {
      // a server that hangs up on whoever was refused hides no refusal, or it would be asked again and again; but a fresh
      // token was not refused
      const hidden = error instanceof ConnectionError && refusals > 0 && !mechanism.renews
      if (!(error instanceof AuthError)) throw hidden ? refusal : error
      // what the server says is of more use than why a mechanism could not be used
      if (refusal === undefined || (refusals === 0 && error.code !== 'ERR_SASL')) refusal = error
      if (error.code !== 'ERR_SASL') refusals++
      if (refusals === 2 || error.transient) throw refusal
      if (error.code !== 'ERR_SASL' && mechanism.renews && waiting.length === 0) waiting.push(mechanism)
    }
  }
  const list = offered.length > 0 ? `it offers ${offered.join(', ')}` : 'it offers none'
  throw (
    refusal ??
    new AuthError({
      command: 'AUTH',
      code: 'ERR_AUTH_MECHANISM',
      text: `the server has no mechanism for these credentials: ${list}`,
    })
  )
}
