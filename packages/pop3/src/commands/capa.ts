import { Capabilities, type Command, shortBlock } from '@linewire/wire'
import { ok } from '../reply.ts'

/** What the server can do, in its present state. RFC 2449 §5 */
export const capa = (): Command<Capabilities> => ({
  line: 'CAPA',
  *talk(io) {
    yield* ok(io)
    return new Capabilities(
      (yield* shortBlock(io)).map((text) => {
        const [name = '', ...parameters] = text.trim().split(/ +/)
        return [name, parameters]
      }),
    )
  },
})
