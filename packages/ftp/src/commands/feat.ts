import { Capabilities, type Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** What the server can do beyond RFC 959, one feature a line, indented. RFC 2389 §3 */
export const feat = (): Command<Capabilities> => ({
  line: 'FEAT',
  *talk(io) {
    const { lines } = yield* completed(io)
    return new Capabilities(
      lines.slice(1, -1).map((text) => {
        const [name = '', ...parameters] = text.trim().split(/ +/)
        return [name, parameters]
      }),
    )
  },
})
