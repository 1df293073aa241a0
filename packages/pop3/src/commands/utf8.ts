import type { Command } from '@linewire/wire'
import { ok } from '../reply.ts'

/** From now on messages may have UTF-8 headers; the server takes it before the login alone. RFC 6856 §2 */
export const utf8 = (): Command<void> => ({
  line: 'UTF8',
  turn: 'alone',
  *talk(io) {
    yield* ok(io)
  },
})
