import type { Command } from '@linewire/wire'
import { type Located, located } from '../located.ts'
import { ArticleNotFoundError, NoGroupSelectedError, NoNextArticleError } from '../refusals.ts'
import { answer } from '../reply.ts'

/** Makes the next older article the current one. RFC 3977 §6.1.4 */
export const last = (): Command<Located> => ({
  line: 'LAST',
  *talk(io) {
    const refusals = { 412: NoGroupSelectedError, 420: ArticleNotFoundError, 422: NoNextArticleError }
    return located(io, yield* answer(io, [223], refusals))
  },
})
