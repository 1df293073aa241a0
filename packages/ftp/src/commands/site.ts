import { argument, type Capabilities, type Command, type Reply } from '@linewire/wire'
import { pathArgument, plainPath } from '../path.ts'
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

/**
 * Sets permission bits (0o644): by MFF where the server has it (draft-somers-ftp-mfxx-04 §5), else by what no RFC has, but
 * servers on Unix do. ProFTPD takes what SITE says for words, and a name with a blank at its end for one without.
 */
export const chmod = (path: string, mode: number, capabilities: Capabilities): Command<void> => ({
  line: changesModes(capabilities)
    ? `MFF UNIX.mode=0${octal(mode)}; ${pathArgument(path)}`
    : `SITE CHMOD ${octal(mode)} ${plainPath(path)}`,
  *talk(io) {
    yield* completed(io)
  },
})

const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(3, '0')

/** "MFF modify;UNIX.group;UNIX.mode;" of FEAT */
const changesModes = (capabilities: Capabilities): boolean => /\bunix\.mode;/i.test(capabilities.get('MFF').join(''))
