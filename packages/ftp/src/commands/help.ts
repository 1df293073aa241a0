import { argument, type Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** What the server says of itself, or of one command. RFC 959 §4.1.3 */
export const help = (topic?: string): Command<string> => ({
  line: topic === undefined ? 'HELP' : `HELP ${argument(topic, 'the topic')}`,
  *talk(io) {
    return (yield* completed(io)).text
  },
})
