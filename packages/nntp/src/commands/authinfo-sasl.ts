import {
  type Command,
  excerpt,
  exchange,
  fromBase64,
  ProtocolError,
  type SaslMechanism,
  type SaslStep,
  type Script,
  type Talk,
  toInitialResponse,
} from '@linewire/wire'
import { answer } from '../reply.ts'

/** octets of a command with its CR LF. RFC 3977 §3.1 */
const longestCommand = 512

/**
 * A SASL exchange. RFC 4643 §2.4
 * @param initial the initial response; sent with the command where it fits
 */
export const authinfoSasl = (mechanism: SaslMechanism, initial: Uint8Array | undefined): Command<void> => {
  const whole = initial && `AUTHINFO SASL ${mechanism.name} ${toInitialResponse(initial)}`
  const atOnce = whole !== undefined && whole.length + 2 <= longestCommand
  return {
    line: atOnce ? whole : `AUTHINFO SASL ${mechanism.name}`,
    turn: 'alone',
    secret: true,
    talk: (io) => exchange(io, mechanism, () => step(io), atOnce ? undefined : initial, '='),
  }
}

/** "383 challenge"; "281" or, with what the server sends along, "283 data" when it is over. RFC 4643 §2.4.2 */
function* step(io: Talk): Script<SaslStep<void>> {
  const { code, text } = yield* answer(io, [281, 283, 383])
  if (code === 281) return { success: undefined }
  const octets = decoded(io, text)
  return code === 283 ? { success: undefined, data: octets } : { challenge: octets }
}

function decoded(io: Talk, text: string): Buffer {
  try {
    return fromBase64(text.trim())
  } catch (error) {
    throw new ProtocolError(`${io.name}: expected a challenge in base64, got ${excerpt(text)}`, { cause: error })
  }
}
