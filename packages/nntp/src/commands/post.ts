import type { Command } from '@linewire/wire'
import { PostingNotPermittedError, PostRejectedError } from '../refusals.ts'
import { answer } from '../reply.ts'
import { type Outgoing, sendArticle } from '../sending.ts'

export interface Posted {
  /** the Message-ID, where the server names it */
  readonly id: string | undefined
  /** the server's own words */
  readonly text: string
}

/** Posts an article: its header, an empty line, its body. RFC 3977 §6.3.1 */
export const post = (article: Outgoing): Command<Posted> => ({
  line: 'POST',
  turn: 'alone',
  *talk(io) {
    yield* answer(io, [340], { 440: PostingNotPermittedError })
    yield* sendArticle(io, article)
    const { text } = yield* answer(io, [240], { 440: PostingNotPermittedError, 441: PostRejectedError })
    return { id: /<[^<>\s]+>/.exec(text)?.[0], text }
  },
})
