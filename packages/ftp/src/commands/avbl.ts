import { type Command, excerpt, ProtocolError } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import { completed } from '../reply.ts'

/** Octets that may still be stored, in a directory or the working one. draft-peterson-streamlined-ftp-command-extensions-10 §4 */
export const avbl = (path = ''): Command<number> => ({
  line: path === '' ? 'AVBL' : `AVBL ${pathArgument(path)}`,
  *talk(io) {
    const { text } = yield* completed(io)
    const octets = Number(/^\s*(\d+)/.exec(text)?.[1] ?? Number.NaN)
    if (!Number.isSafeInteger(octets)) throw new ProtocolError(`${io.name}: expected a number, got ${excerpt(text)}`)
    return octets
  },
})
