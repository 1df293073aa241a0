import {
  type Command,
  excerpt,
  exchange,
  line,
  ProtocolError,
  type SaslMechanism,
  type SaslStep,
  type Script,
  type Talk,
  toInitialResponse,
} from '@linewire/wire'
import { verdict } from '../reply.ts'

/** octets of a command with its CR LF. RFC 2449 §4 */
const longestCommand = 255

/**
 * A SASL exchange. RFC 5034 §4
 * @param initial the initial response; sent with the command where it fits
 */
export const auth = (mechanism: SaslMechanism, initial: Uint8Array | undefined): Command<void> => {
  const whole = initial && `AUTH ${mechanism.name} ${toInitialResponse(initial)}`
  // Office 365 closes the connection when XOAUTH2 comes in one line: it wants to be asked first
  const atOnce = whole !== undefined && whole.length + 2 <= longestCommand && mechanism.name !== 'XOAUTH2'
  return {
    line: atOnce ? whole : `AUTH ${mechanism.name}`,
    turn: 'alone',
    secret: true,
    talk: (io) => exchange(io, mechanism, () => step(io), atOnce ? undefined : initial),
  }
}

/** "+ base64", or "+OK" when it is over. RFC 5034 §4 */
function* step(io: Talk): Script<SaslStep<void>> {
  const text = yield* line(io.input)
  if (/^(?:\+OK|-ERR)/i.test(text)) {
    verdict(io, text)
    return { success: undefined }
  }
  const [, challenge] = /^\+ ?([A-Za-z0-9+/]*={0,2})\s*$/.exec(text) ?? []
  if (challenge === undefined) {
    throw new ProtocolError(`${io.name}: expected a challenge in base64, got ${excerpt(text)}`)
  }
  return { challenge: Buffer.from(challenge, 'base64') }
}
