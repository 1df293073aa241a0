import type { Command } from '@linewire/wire'
import { TransferRefusedError } from '../refusals.ts'
import { answer } from '../reply.ts'
import { type Outgoing, sendArticle } from '../sending.ts'
import { messageId } from '../spec.ts'

/** Offers an article to a peer, and sends it when it is wanted. RFC 3977 §6.3.2 */
export const ihave = (id: string, article: Outgoing): Command<void> => {
  const refusals = { 435: TransferRefusedError, 436: TransferRefusedError, 437: TransferRefusedError }
  return {
    line: `IHAVE ${messageId(id)}`,
    turn: 'alone',
    *talk(io) {
      yield* answer(io, [335], refusals)
      yield* sendArticle(io, article)
      yield* answer(io, [235], refusals)
    },
  }
}
