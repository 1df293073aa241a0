import { type Command, collect, dotFraming } from '@linewire/wire'
import { Article } from '../article.ts'
import { headerLimit } from '../header-end.ts'
import { located } from '../located.ts'
import { absent } from '../refusals.ts'
import { answer, emptyBody } from '../reply.ts'
import { type ArticleSpec, articleArgument, phrase } from '../spec.ts'

/** The header of an article. By number: it becomes the current one. RFC 3977 §6.2.2 */
export const head = (spec?: ArticleSpec): Command<Article> => ({
  line: phrase('HEAD', articleArgument(spec)),
  *talk(io) {
    const place = located(io, yield* answer(io, [221], absent), spec)
    const header = yield* collect(io.input, dotFraming(io.input.bareLf), headerLimit)
    return new Article(place, header, emptyBody())
  },
})
