import { type Command, excerpt, line, ProtocolError, type Script, type Talk } from '@linewire/wire'
import { exchange, type SaslMechanism, type SaslStep } from '@linewire/wire/sasl'
import { ok } from '../reply.ts'

/** octets of a command with its CR LF. RFC 2449 §4 */
const longestCommand = 255

/**
 * A SASL exchange. RFC 5034 §4
 * @param initial the initial response; sent with the command where it fits
 */
export const auth = (mechanism: SaslMechanism, initial: Uint8Array | undefined): Command<void> => {
  const whole = initial && `AUTH ${mechanism.name} ${Buffer.from(initial).toString('base64') || '='}`
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
  if (!(yield* isChallenge(io))) {
    yield* ok(io)
    return { success: undefined }
  }
  const text = yield* line(io.input)
  const [, challenge] = /^\+(?: ([A-Za-z0-9+/]*={0,2}))?\s*$/.exec(text) ?? []
  if (challenge === undefined && text.trim() !== '+') {
    throw new ProtocolError(`${io.name}: expected a challenge in base64, got ${excerpt(text)}`)
  }
  return { challenge: Buffer.from(challenge ?? '', 'base64') }
}

/** Whether the next line is "+" alone or "+ …", not "+OK". */
function* isChallenge(io: Talk): Script<boolean> {
  while (io.input.length < 2) yield
  const start = io.input.take(2)
  io.input.unread(start.length)
  return start[0] === 0x2b && (start[1] === 0x20 || start[1] === 0x0d || start[1] === 0x0a)
}
