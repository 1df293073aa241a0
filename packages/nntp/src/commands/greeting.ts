import type { Command, Reply } from '@linewire/wire'
import { ServiceUnavailableError } from '../refusals.ts'
import { answer } from '../reply.ts'

/** What the server says first: 200 when it takes articles, 201 when it does not. RFC 3977 §5.1 */
export const greeting = (timeout: number): Command<Reply> => ({
  line: undefined,
  turn: 'alone',
  timeout,
  *talk(io) {
    return yield* answer(io, [200, 201], { 502: ServiceUnavailableError })
  },
})
