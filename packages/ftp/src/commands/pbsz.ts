import type { Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** The size of protected blocks: none, for TLS has its own. It must come before PROT. RFC 4217 §8 */
export const pbsz = (): Command<void> => ({
  line: 'PBSZ 0',
  *talk(io) {
    yield* completed(io)
  },
})
