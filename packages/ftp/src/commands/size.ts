import { type Command, excerpt, ProtocolError } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import { completed } from '../reply.ts'
import type { TransferType } from '../transfer-type.ts'

/** Octets of a file. They depend on the type, so TYPE I comes first where it is not yet set. RFC 3659 §4 */
export const size = (path: string, type: TransferType): Command<number> => {
  const line = `SIZE ${pathArgument(path)}`
  return {
    line: undefined,
    name: line,
    turn: 'alone',
    *talk(io) {
      yield* type.set(io, 'I')
      io.output.line(line)
      const { text } = yield* completed(io)
      const octets = Number(/(\d+)\s*$/.exec(text)?.[1] ?? Number.NaN)
      if (!Number.isSafeInteger(octets)) throw new ProtocolError(`${io.name}: expected a number, got ${excerpt(text)}`)
      return octets
    },
  }
}
