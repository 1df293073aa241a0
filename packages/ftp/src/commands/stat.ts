import { argument, type Command } from '@linewire/wire'
import { plainPath } from '../path.ts'
import { completed } from '../reply.ts'

/**
 * What the server says of this session, or of a path as LIST would: over the control connection. The lines between the
 * first and the last. RFC 959 §4.1.3
 * @param hidden asks for names that begin with a dot too, as for LIST
 */
export const stat = (path?: string, hidden = false): Command<readonly string[]> => ({
  line: ['STAT', hidden ? '-a' : '', path === undefined ? '' : plainPath(argument(path, 'the path'))]
    .filter((word) => word !== '')
    .join(' '),
  // some servers cannot tell it from the question how a transfer is going
  turn: 'alone',
  *talk(io) {
    const { lines } = yield* completed(io)
    return lines.length === 1 ? lines : lines.slice(1, -1)
  },
})
