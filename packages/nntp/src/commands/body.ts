import { type Command, dotFraming } from '@linewire/wire'
import { Article } from '../article.ts'
import { located } from '../located.ts'
import { absent } from '../refusals.ts'
import { answer } from '../reply.ts'
import { type ArticleSpec, articleArgument, phrase } from '../spec.ts'

/** The body of an article, as a stream. By number: it becomes the current one. RFC 3977 §6.2.3 */
export const body = (spec?: ArticleSpec): Command<Article> => ({
  line: phrase('BODY', articleArgument(spec)),
  *talk(io) {
    const place = located(io, yield* answer(io, [222], absent), spec)
    return new Article(place, Buffer.alloc(0), io.body(dotFraming(io.input.bareLf)))
  },
})
