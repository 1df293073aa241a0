import { argument, type Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'

/** What the server has to say about itself or a command. RFC 5321 §4.1.1.8 */
export const help = (topic?: string): Command<Reply> => ({
  line: topic === undefined ? 'HELP' : `HELP ${argument(topic, 'the topic')}`,
  turn: 'last',
  talk: done,
})
