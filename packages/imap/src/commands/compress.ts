import { CompressionError, type Refusal, ReplyError, until } from '@linewire/wire'
import type { Ending, ImapCommand } from '../command.ts'
import { accepted } from '../reply.ts'

/** Compresses both ways: the server from behind the CR LF of its OK on, we with our next command. RFC 4978 §3 */
export const compress = (): ImapCommand<void> => ({
  line: 'COMPRESS DEFLATE',
  turn: 'alone',
  *talk(io) {
    for (;;) {
      const answer = yield* io.answer()
      if (answer.kind !== 'tagged') continue
      const ending = agreed(io.name, answer)
      yield* until(io.compress())
      return ending
    }
  },
  done: () => {},
})

/** @throws {CompressionError} for NO and BAD; its responseCode is COMPRESSIONACTIVE when there is compression already */
function agreed<E extends Ending>(name: string, ending: E): E {
  try {
    return accepted(name, ending)
  } catch (error) {
    throw error instanceof ReplyError ? new CompressionError(error satisfies Refusal) : error
  }
}
