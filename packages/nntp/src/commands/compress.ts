import { type Command, CompressionError, until } from '@linewire/wire'
import type { Refusals } from '../refusals.ts'
import { answer } from '../reply.ts'

/** 403: not now, 502: compressed already, 503: not DEFLATE; 500 and 501 of a server that does not know it. RFC 8054 §2.2.1 */
const refusals: Refusals = {
  403: CompressionError,
  500: CompressionError,
  501: CompressionError,
  502: CompressionError,
  503: CompressionError,
}

/** Compresses both ways: the server from behind the CR LF of its 206 on, we with our next command. RFC 8054 §2.2.2 */
export const compress = (): Command<void> => ({
  line: 'COMPRESS DEFLATE',
  turn: 'alone',
  *talk(io) {
    yield* answer(io, [206], refusals)
    yield* until(io.compress())
  },
})
