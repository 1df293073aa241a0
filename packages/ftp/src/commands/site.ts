import { argument, type Command, type Reply } from '@linewire/wire'
import { plainPath } from '../path.ts'
import { completed } from '../reply.ts'
import { hasSecret } from './has-secret.ts'

/** A command of this server's own. RFC 959 §4.1.3 */
export const site = (text: string): Command<Reply> => ({
  line: `SITE ${argument(text, 'the SITE command')}`,
  turn: 'last',
  secret: hasSecret(`SITE ${text}`),
  *talk(io) {
    return yield* completed(io)
  },
})

/** Sets permission bits (0o644); no RFC has it, but servers on Unix do. RFC 959 §4.1.3 SITE */
export const chmod = (path: string, mode: number): Command<void> => ({
  line: `SITE CHMOD ${(mode & 0o7777).toString(8).padStart(3, '0')} ${plainPath(path)}`,
  *talk(io) {
    yield* completed(io)
  },
})
