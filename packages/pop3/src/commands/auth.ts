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
import { loginRefusal } from '../auth-reply.ts'
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
  const unsent = atOnce ? undefined : initial
  return {
    line: atOnce ? whole : `AUTH ${mechanism.name}`,
    turn: 'alone',
    secret: true,
    *talk(io) {
      let first = true
      const read = function* (): Script<SaslStep<void>> {
        const goAhead = first && !atOnce
        first = false
        return yield* step(io, goAhead, mechanism.name === 'LOGIN' || (goAhead && unsent !== undefined))
      }
      try {
        yield* exchange(io, mechanism, read, unsent)
      } catch (error) {
        throw loginRefusal(error)
      }
    },
  }
}

/**
 * "+ base64", or "+OK" when it is over. RFC 5034 §4
 * @param goAhead nothing has been told yet, so it cannot be over: Exchange 2003 says "+OK" where "+" is meant (MailKit#391)
 * @param unread nobody reads what is asked, and some servers ask in clear: "+ go ahead" (MailKit#268)
 */
function* step(io: Talk, goAhead: boolean, unread: boolean): Script<SaslStep<void>> {
  const text = yield* line(io.input)
  const over = /^(?:\+OK|-ERR)/i.test(text)
  if (over && !goAhead) {
    verdict(io, text)
    return { success: undefined }
  }
  const asked = over ? verdict(io, text) : /^\+ ?(.*)$/.exec(text)?.[1]
  if (asked !== undefined && /^[A-Za-z0-9+/]*={0,2}\s*$/.test(asked)) return { challenge: Buffer.from(asked, 'base64') }
  if (asked !== undefined && unread) return { challenge: Buffer.from(asked) }
  throw new ProtocolError(`${io.name}: expected a challenge in base64, got ${excerpt(text)}`)
}
