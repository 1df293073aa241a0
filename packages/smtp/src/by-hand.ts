import type { Command } from '@linewire/wire'
import { mail } from './commands/mail.ts'
import { rcpt } from './commands/rcpt.ts'
import type { Session } from './connect.ts'
import { ExtensionError } from './extension-error.ts'
import { offeredToMail, offeredToRcpt } from './extensions.ts'
import type { MailParameters, RcptParameters } from './parameters.ts'
import { needsUtf8 } from './path.ts'
import type { Reply } from './reply.ts'

/** Goes without what the server does not offer, in place of an ExtensionError. */
export interface Lenient {
  ignoreUnsupported?: boolean
}

/** What is known of a transaction whose commands the caller gives one by one. */
export class ByHand {
  /** the recipients that were accepted since MAIL: LMTP owes each an answer */
  accepted: string[] = []
  /** MAIL was accepted, and RSET has not been said since */
  begun = false
  #utf8 = false
  readonly #session: Pick<Session, 'capabilities'>

  constructor(session: Pick<Session, 'capabilities'>) {
    this.#session = session
  }

  /** MAIL with what the server offers; SMTPUTF8 by itself when the sender needs it. */
  mail(from: string | null, { ignoreUnsupported, ...parameters }: MailParameters & Lenient): Command<Reply> {
    const wanted = needsUtf8(from) ? { ...parameters, smtputf8: true } : parameters
    const offered = offeredToMail(wanted, this.#session.capabilities, ignoreUnsupported && !needsUtf8(from))
    const whole = mail(from, offered)
    this.#utf8 = offered.smtputf8 === true
    return after(whole, () => {
      this.accepted = []
      this.begun = true
    })
  }

  /** RCPT with what the server offers. */
  rcpt(to: string, { ignoreUnsupported, ...parameters }: RcptParameters & Lenient): Command<Reply> {
    if (needsUtf8(to) && !this.#utf8) {
      throw new ExtensionError(`${to} needs a transaction with SMTPUTF8: say smtputf8 to mail()`, 'SMTPUTF8')
    }
    const offered = offeredToRcpt(parameters, this.#session.capabilities, ignoreUnsupported)
    return after(rcpt(to, { ...offered, utf8: this.#utf8 }), () => this.accepted.push(to))
  }
}

/** The same command; what it means for us is noted before the next reply is read. */
function after(command: Command<Reply>, note: () => void): Command<Reply> {
  return {
    ...command,
    *talk(io) {
      const reply = yield* command.talk(io)
      note()
      return reply
    },
  }
}
