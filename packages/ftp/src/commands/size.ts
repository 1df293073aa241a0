import { type Command, excerpt, ProtocolError } from '@linewire/wire'
import { type Step, severalLines } from '../flight.ts'
import { numberAtEnd } from '../number-at-end.ts'
import { pathArgument } from '../path.ts'
import { refused } from '../reply.ts'
import type { TransferState } from '../transfer.ts'

/** Octets of a file. They depend on the type, so TYPE I comes first where it is not yet set. RFC 3659 §4 */
export const size = (path: string, { type, together }: Pick<TransferState, 'type' | 'together'>): Command<number> => {
  const line = `SIZE ${pathArgument(path)}`
  let octets = 0
  const step: Step = {
    line,
    heard(said) {
      if (said.code >= 400) throw refused({ name: line }, said)
      octets = numberAtEnd(said.text)
      if (!Number.isSafeInteger(octets))
        throw new ProtocolError(`${line}: expected a number, got ${excerpt(said.text)}`)
    },
  }
  return severalLines(
    line,
    () => [...type.steps('I'), step],
    () => octets,
    together,
  )
}
