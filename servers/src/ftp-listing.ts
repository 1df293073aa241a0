import type { TreeNode } from './ftp-tree.ts'

/** Which facts MLSD and MLST know, in the order of the FEAT line. RFC 3659 §7.5 */
export const FACTS: readonly string[] = ['type', 'size', 'modify', 'perm', 'unique', 'UNIX.mode']

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const HALF_A_YEAR = 182 * 86_400_000
const two = (value: number): string => String(value).padStart(2, '0')

/** Octets of a file; directories say 0. */
export const sizeOf = (node: TreeNode): number => (node.kind === 'file' ? node.content.length : 0)

/** "-rw-r--r--   1 alice    ftp            12 Nov 23 11:48 a.txt", as /bin/ls prints it; times in UTC. */
export function unixLine(name: string, node: TreeNode, now: Date = new Date()): string {
  const letters = 'rwxrwxrwx'
  let mode = node.kind === 'directory' ? 'd' : '-'
  for (let bit = 0; bit < 9; bit++) mode += node.mode & (0o400 >> bit) ? letters[bit] : '-'
  const date = node.modified
  const age = now.getTime() - date.getTime()
  // ls leaves the time of day out when the year would be in doubt
  const tail =
    age > HALF_A_YEAR || age < -86_400_000
      ? String(date.getUTCFullYear()).padStart(5)
      : `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
  const links = node.kind === 'directory' ? 2 : 1
  const when = `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${tail}`
  return `${mode} ${String(links).padStart(3)} ${node.owner.padEnd(8)} ftp      ${String(sizeOf(node)).padStart(10)} ${when} ${name}`
}

/** "11-23-26  11:48AM                   12 a.txt", as IIS prints it by default; times in UTC. */
export function dosLine(name: string, node: TreeNode): string {
  const date = node.modified
  const hours = date.getUTCHours()
  const day = `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}-${two(date.getUTCFullYear() % 100)}`
  const time = `${two(hours % 12 || 12)}:${two(date.getUTCMinutes())}${hours < 12 ? 'AM' : 'PM'}`
  const size = node.kind === 'directory' ? '      <DIR>         ' : `${String(sizeOf(node)).padStart(20)}`
  return `${day}  ${time} ${size} ${name}`
}

/** YYYYMMDDHHMMSS, with ".sss" when the time has a fraction of a second. RFC 3659 §2.3 */
export function timeVal(date: Date): string {
  const digits = date.toISOString().replace(/[-:TZ]/g, '')
  return digits.endsWith('.000') ? digits.slice(0, 14) : digits
}

/** The Date of a time-val, always UTC; undefined when it is none. RFC 3659 §2.3 */
export function parseTimeVal(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?$/.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction = ''] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** "type=file;size=12;modify=20261123114800; a.txt": one line of MLSD or MLST with the chosen facts. RFC 3659 §7.2 */
export function factsLine(
  name: string,
  node: TreeNode,
  facts: readonly string[],
  writable: boolean,
  type?: string,
): string {
  const isFile = node.kind === 'file'
  const values: Record<string, string | undefined> = {
    type: type ?? (isFile ? 'file' : 'dir'),
    size: isFile ? String(node.content.length) : undefined,
    modify: timeVal(node.modified),
    perm: isFile ? (writable ? 'adfrw' : 'r') : writable ? 'cdeflmp' : 'el',
    unique: uniqueOf(node),
    'UNIX.mode': `0${node.mode.toString(8).padStart(3, '0')}`,
  }
  const chosen = facts.filter((fact) => values[fact] !== undefined).map((fact) => `${fact}=${values[fact]};`)
  return `${chosen.join('')} ${name}`
}

const numbers = new WeakMap<TreeNode, string>()
let last = 0

// an inode number by another name: the same node keeps it through a rename
function uniqueOf(node: TreeNode): string {
  const known = numbers.get(node) ?? `${(++last).toString(16)}g`
  numbers.set(node, known)
  return known
}
