import { argument, type Command, type Reply } from '@linewire/wire'
import { accepted, finalReply } from '../reply.ts'
import { hasSecret } from './has-secret.ts'

/** Any command that needs no data connection: 2xx and 3xx are returned. RFC 959 §4.2 */
export const command = (line: string): Command<Reply> => ({
  line: argument(line, 'the command'),
  turn: 'alone',
  secret: hasSecret(line),
  *talk(io) {
    return accepted(io, yield* finalReply(io))
  },
})
