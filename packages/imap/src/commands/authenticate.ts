import {
  excerpt,
  exchange,
  ProtocolError,
  type SaslMechanism,
  type SaslStep,
  type Script,
  toInitialResponse,
} from '@linewire/wire'
import type { ImapCommand, ImapTalk } from '../command.ts'
import { accepted } from '../reply.ts'
import type { Tagged } from '../response/response.ts'

/**
 * A SASL exchange. RFC 9051 §6.2.2
 * @param initial the initial response
 * @param atOnce whether it may go with the command: SASL-IR, RFC 4959
 * @throws {AuthError} when the server refuses
 */
export const authenticate = (
  mechanism: SaslMechanism,
  initial: Uint8Array | undefined,
  atOnce: boolean,
): ImapCommand<void> => {
  const whole = atOnce && initial ? ` ${toInitialResponse(initial)}` : ''
  return {
    line: `AUTHENTICATE ${mechanism.name}${whole}`,
    turn: 'alone',
    secret: true,
    talk: (io) => exchange(io, mechanism, () => step(io), whole ? undefined : initial),
    done: () => {},
  }
}

/** "+ base64", or the tagged reply when it is over. RFC 9051 §7.6 */
function* step(io: ImapTalk): Script<SaslStep<Tagged>> {
  const answer = yield* io.answer()
  if (answer.kind === 'tagged') return { success: accepted(io.name, answer) }
  const text = answer.text.trim()
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new ProtocolError(`${io.name}: expected a challenge in base64, got ${excerpt(text)}`)
  }
  return { challenge: Buffer.from(text, 'base64') }
}
