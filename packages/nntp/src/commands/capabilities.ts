import { Capabilities, type Command } from '@linewire/wire'
import { answer, block } from '../reply.ts'

/** What the server can do, in its present state. RFC 3977 §5.2 */
export const capabilities = (): Command<Capabilities> => ({
  line: 'CAPABILITIES',
  *talk(io) {
    yield* answer(io, [101])
    return new Capabilities(
      (yield* block(io)).map((text) => {
        const [name = '', ...parameters] = text.trim().split(/[ \t]+/)
        return [name, parameters]
      }),
    )
  },
})
