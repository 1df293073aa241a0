import { type Command, excerpt, ProtocolError } from '@linewire/wire'
import { answer } from '../reply.ts'

/** The server's clock. RFC 3977 §7.1 */
export const date = (): Command<Date> => ({
  line: 'DATE',
  *talk(io) {
    const { text } = yield* answer(io, [111])
    const found = /^\s*(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(text)
    if (!found) throw new ProtocolError(`${io.name}: expected yyyymmddhhmmss, got ${excerpt(text)}`)
    const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [number, ...number[]]
    // it is always UTC
    return new Date(Date.UTC(year, month! - 1, day, hour, minute, second))
  },
})

/** "19990624 000000 GMT", as NEWGROUPS and NEWNEWS take it. RFC 3977 §7.3.2 */
export function stamp(since: Date): string {
  const digits = since.toISOString().slice(0, 19).replace(/[-:]/g, '')
  return `${digits.replace('T', ' ')} GMT`
}
