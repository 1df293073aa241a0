import { type Command, excerpt, ProtocolError } from '@linewire/wire'
import type { Entry } from '../entry.ts'
import { parseMlsd } from '../listing/mlsd.ts'
import { parentOf, pathArgument } from '../path.ts'
import { completed } from '../reply.ts'

/** What is known of one path, over the control connection. RFC 3659 §7 */
export const mlst = (path: string): Command<Entry> => ({
  line: `MLST ${pathArgument(path)}`,
  *talk(io) {
    const { lines } = yield* completed(io)
    // "250-Listing", " facts; path", "250 End"
    const entry = parseMlsd((lines[1] ?? '').replace(/^ /, ''))
    if (entry === undefined) throw new ProtocolError(`${io.name}: expected facts, got ${excerpt(lines.join(' '))}`)
    const name = parentOf(entry.name).name
    return { ...entry, name: name === '' ? entry.name : name }
  },
})
