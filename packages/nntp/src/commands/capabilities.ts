import { Capabilities, type Command, shortBlock } from '@linewire/wire'
import { answer } from '../reply.ts'

/** What the server can do, in its present state. RFC 3977 §5.2 */
export const capabilities = (): Command<Capabilities> => ({
  line: 'CAPABILITIES',
  *talk(io) {
    yield* answer(io, [101])
    return new Capabilities(
      (yield* shortBlock(io)).map((text) => {
        const [name = '', ...parameters] = text.trim().split(/[ \t]+/)
        return [name, parameters]
      }),
    )
  },
})
