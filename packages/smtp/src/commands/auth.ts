import {
  type Command,
  excerpt,
  exchange,
  ProtocolError,
  ReplyError,
  type SaslMechanism,
  type SaslStep,
  type Script,
  type Talk,
  toInitialResponse,
} from '@linewire/wire'
import { answer, isDone, isRefusal, refusal, unexpected } from '../reply.ts'

/** octets of a command with its CR LF. RFC 5321 §4.5.3.1.4 */
const longestCommand = 512

/**
 * A SASL exchange. RFC 4954 §4
 * @param initial the initial response; sent with the command where it fits
 */
export const auth = (mechanism: SaslMechanism, initial: Uint8Array | undefined): Command<void> => {
  const whole = initial && `AUTH ${mechanism.name} ${toInitialResponse(initial)}`
  const atOnce = whole !== undefined && whole.length + 2 <= longestCommand
  return {
    line: atOnce ? whole : `AUTH ${mechanism.name}`,
    turn: 'alone',
    secret: true,
    talk: (io) => exchange(io, mechanism, () => step(io), atOnce ? undefined : initial),
  }
}

/** "334 base64", or 235 when it is over. RFC 4954 §4 */
function* step(io: Talk): Script<SaslStep<void>> {
  const said = yield* answer(io)
  if (isRefusal(said)) throw new ReplyError(refusal(io.name, said))
  if (isDone(said)) return { success: undefined }
  if (said.code !== 334) throw unexpected(io.name, said, '334, 235')
  const challenge = said.text.trim()
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(challenge)) {
    // LOGIN's prompts are not read, so it does not matter that some servers write them in clear
    if (/:$/.test(challenge)) return { challenge: Buffer.from(challenge) }
    throw new ProtocolError(`${io.name}: expected a challenge in base64, got ${excerpt(challenge)}`)
  }
  return { challenge: Buffer.from(challenge, 'base64') }
}
