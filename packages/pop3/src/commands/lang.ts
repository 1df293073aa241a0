import { argument, type Command, shortBlock } from '@linewire/wire'
import { ok } from '../reply.ts'

export interface Language {
  /** a language tag, RFC 5646 */
  readonly tag: string
  readonly description: string
}

/** The languages that the server's texts come in. RFC 6856 §3 */
export const langs = (): Command<Language[]> => ({
  line: 'LANG',
  *talk(io) {
    yield* ok(io)
    return (yield* shortBlock(io)).map((text) => {
      const [, tag = '', description = ''] = /^(\S*) ?(.*)$/.exec(text)!
      return { tag, description }
    })
  },
})

/** From now on the server's texts come in this language; `*` for its default. RFC 6856 §3 */
export const lang = (tag: string): Command<void> => ({
  line: `LANG ${argument(tag, 'the language tag')}`,
  *talk(io) {
    yield* ok(io)
  },
})
