import type { Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** What the server runs on: `UNIX Type: L8`. RFC 959 §4.1.3 */
export const syst = (): Command<string> => ({
  line: 'SYST',
  *talk(io) {
    return (yield* completed(io)).text
  },
})
