import { startTls } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'
import { accepted } from '../reply.ts'

/** Puts TLS on the connection; what was known of the server before is void. RFC 9051 §6.2.1 */
export const starttls = (): ImapCommand<void> => ({
  line: 'STARTTLS',
  turn: 'alone',
  *talk(io) {
    for (;;) {
      const answer = yield* io.answer()
      if (answer.kind !== 'tagged') continue
      const ending = accepted(io.name, answer)
      yield* startTls(io)
      return ending
    }
  },
  done: () => {},
})
