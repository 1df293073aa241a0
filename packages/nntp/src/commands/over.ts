import type { Body, Command } from '@linewire/wire'
import { rows } from '../reply.ts'
import { type ArticleRange, isId, phrase, rowsArgument } from '../spec.ts'

/**
 * Overview lines of a range, of one article by Message-ID, or of the current one; parseOverview() reads them. A range
 * without articles gives no lines. RFC 3977 §8.3; XOVER: RFC 2980 §2.8
 */
export const over = (spec?: ArticleRange, word: 'OVER' | 'XOVER' = 'OVER'): Command<Body> => ({
  line: phrase(word, rowsArgument(spec)),
  talk: (io) => rows(io, 224, spec !== undefined && !isId(spec)),
})
