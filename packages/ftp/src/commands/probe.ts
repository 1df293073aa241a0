import { type Command, excerpt, ProtocolError } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import { quotedPath } from '../quoted.ts'
import { completed, finalReply } from '../reply.ts'

/**
 * Whether a path is a directory that can be entered: goes there and back, as one command. For servers without MLST,
 * some of which list a directory that is not there as an empty one. RFC 959 §4.1.1 CWD
 */
export const probe = (path: string): Command<boolean> => {
  const there = `CWD ${pathArgument(path)}`
  return {
    line: 'PWD',
    turn: 'alone',
    *talk(io) {
      const { text } = yield* completed(io)
      const back = quotedPath(text)
      if (back === undefined) throw new ProtocolError(`PWD: expected a path in quotes, got ${excerpt(text)}`)
      io.output.line(there)
      const said = yield* finalReply(io)
      if (said.code >= 400) return false
      io.output.line(`CWD ${back}`)
      const returned = yield* finalReply(io)
      if (returned.code < 300) return true
      // relative paths would mean something else from now on
      const why = excerpt(`${returned.code} ${returned.text}`)
      throw new ProtocolError(`${there} led there, but the server does not let us back to ${excerpt(back)}: ${why}`)
    },
  }
}
