import { type Command, dotFraming } from '@linewire/wire'
import { Article } from '../article.ts'
import { splitHeader } from '../header-end.ts'
import { located } from '../located.ts'
import { absent } from '../refusals.ts'
import { answer } from '../reply.ts'
import { type ArticleSpec, articleArgument, phrase } from '../spec.ts'

/** A whole article: its header at once, its body as a stream. By number: it becomes the current one. RFC 3977 §6.2.1 */
export const article = (spec?: ArticleSpec): Command<Article> => ({
  line: phrase('ARTICLE', articleArgument(spec)),
  *talk(io) {
    const place = located(io, yield* answer(io, [220], absent), spec)
    const { header, rest } = yield* splitHeader(io.input, dotFraming(io.input.bareLf))
    return new Article(place, header, io.body(rest))
  },
})
