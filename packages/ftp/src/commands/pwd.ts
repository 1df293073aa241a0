import { type Command, excerpt, ProtocolError } from '@linewire/wire'
import { quotedPath } from '../quoted.ts'
import { completed } from '../reply.ts'

/** The working directory. RFC 959 §4.1.3 */
export const pwd = (): Command<string> => ({
  line: 'PWD',
  *talk(io) {
    const { text } = yield* completed(io)
    const path = quotedPath(text)
    if (path === undefined) throw new ProtocolError(`PWD: expected a path in quotes, got ${excerpt(text)}`)
    return path
  },
})
