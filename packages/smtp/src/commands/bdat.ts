import type { Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'
import { type LmtpReplies, verdicts } from './data.ts'

export interface BdatOptions {
  /** the message ends with this chunk */
  last?: boolean
}

/**
 * One chunk of a message, its octets as they are: no dots, no line ends are touched. RFC 3030 §2
 * After a refusal the message is lost: rset().
 */
export const bdat = (chunk: Uint8Array, { last = false }: BdatOptions = {}, lmtp?: LmtpReplies): Command<Reply> => ({
  line: `BDAT ${chunk.length}${last ? ' LAST' : ''}`,
  turn: 'last',
  follow(output) {
    if (chunk.length > 0) return output.send(once(chunk)).then(() => {})
  },
  talk: last && lmtp !== undefined ? (io) => verdicts(io, lmtp) : done,
})

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk
}
