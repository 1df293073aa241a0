import type { Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** Whether data goes over TLS (`P`, private) or not (`C`, clear). RFC 4217 §9 */
export const prot = (level: 'P' | 'C'): Command<void> => ({
  line: `PROT ${level}`,
  *talk(io) {
    yield* completed(io)
  },
})
