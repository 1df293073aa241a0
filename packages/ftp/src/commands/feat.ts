import { Capabilities, type Command, type Reply, type Script } from '@linewire/wire'
import { accepted, finalReply, type Spoken } from '../reply.ts'

/** What the server can do beyond RFC 959, one feature a line, indented. RFC 2389 §3 */
export const feat = (): Command<Capabilities> => ({
  line: 'FEAT',
  *talk(io) {
    const { lines } = yield* listed(io)
    return new Capabilities(
      lines.slice(1, -1).map((text) => {
        const [name = '', ...parameters] = text.trim().split(/ +/)
        return [name, parameters]
      }),
    )
  },
})

/** Some say twice that the password was right (FluentFTP #620), and 230 is no answer to FEAT. */
function* listed(io: Spoken): Script<Reply> {
  for (;;) {
    const said = yield* finalReply(io)
    if (said.code !== 230) return accepted(io, said)
  }
}
