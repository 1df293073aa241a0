import type { Command } from '@linewire/wire'
import { ServiceUnavailableError } from '../refusals.ts'
import { answer } from '../reply.ts'

/** Asks a server that begins as a feed to serve readers; whether they may post. RFC 3977 §5.3 */
export const modeReader = (): Command<{ postingAllowed: boolean }> => ({
  line: 'MODE READER',
  turn: 'alone',
  *talk(io) {
    const { code } = yield* answer(io, [200, 201], { 502: ServiceUnavailableError })
    return { postingAllowed: code === 200 }
  },
})
