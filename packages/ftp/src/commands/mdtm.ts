import { type Command, excerpt, ProtocolError } from '@linewire/wire'
import { parseTimeVal, timeVal } from '../listing/time-val.ts'
import { pathArgument } from '../path.ts'
import { completed } from '../reply.ts'

/** When a file was modified, in UTC. RFC 3659 §3 */
export const mdtm = (path: string): Command<Date> => ({
  // vsftpd takes "MDTM 20200101120000 x" for an order to set the time of x
  line: `MDTM ${/^\d{8}/.test(path) ? './' : ''}${pathArgument(path)}`,
  *talk(io) {
    const { text } = yield* completed(io)
    const time = parseTimeVal(text)
    if (time === undefined) throw new ProtocolError(`${io.name}: expected a time, got ${excerpt(text)}`)
    return time.date
  },
})

/** Sets when a file was modified, as servers without MFMT do it: beyond RFC 3659 §3, but older than it. */
export const mdtmSet = (path: string, date: Date): Command<void> => ({
  line: `MDTM ${timeVal(date)} ${pathArgument(path)}`,
  *talk(io) {
    yield* completed(io)
  },
})
