import { pathArgument, plainPath } from '../path.ts'
import type { Transfer } from '../transfer.ts'

/**
 * A directory as the server's `ls` shows it. RFC 959 §4.1.3
 * @param hidden asks for names that begin with a dot too: an option of `ls` that most servers know
 */
export const list = (path: string, hidden = false): Transfer => ({
  line: ['LIST', hidden ? '-a' : '', plainPath(path)].filter((word) => word !== '').join(' '),
  type: 'A',
})

/** Names alone. RFC 959 §4.1.3 */
export const nlst = (path: string): Transfer => ({ line: path === '' ? 'NLST' : `NLST ${plainPath(path)}`, type: 'A' })

/** A directory in a form made for programs. RFC 3659 §7 */
export const mlsd = (path: string): Transfer => ({
  line: path === '' ? 'MLSD' : `MLSD ${pathArgument(path)}`,
  type: 'I',
})
