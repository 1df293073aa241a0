import type { Command } from '@linewire/wire'
import { type Located, located } from '../located.ts'
import { absent } from '../refusals.ts'
import { answer } from '../reply.ts'
import { type ArticleSpec, articleArgument, phrase } from '../spec.ts'

/** Whether an article is there, and where. By number: it becomes the current one. RFC 3977 §6.2.4 */
export const stat = (spec?: ArticleSpec): Command<Located> => ({
  line: phrase('STAT', articleArgument(spec)),
  *talk(io) {
    return located(io, yield* answer(io, [223], absent), spec)
  },
})
