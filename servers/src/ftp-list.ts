import type { FtpConversation } from './ftp-conversation.ts'
import { dosLine, factsLine, unixLine } from './ftp-listing.ts'
import { nameOf, parentOf, type TreeNode } from './ftp-tree.ts'

/** The lines of LIST, NLST or MLSD for a path, which may end in a pattern with "*" and "?" (not for MLSD). */
export function listing(
  ftp: FtpConversation,
  argument: string,
  form: 'LIST' | 'NLST' | 'MLSD',
): string[] | 'missing' | 'file' {
  // LIST -la: what /bin/ls would take
  const plain = form === 'MLSD' ? argument : argument.replace(/^(-\S+ ?)+/, '')
  const path = ftp.path(plain)
  const node = ftp.files.find(path)
  if (form === 'MLSD') {
    if (node?.kind !== 'directory') return node ? 'file' : 'missing'
    const parent = ftp.files.directory(parentOf(path)) ?? node
    const facts = (name: string, entry: TreeNode, type?: string): string =>
      factsLine(name, entry, ftp.facts, ftp.writable, type)
    return [
      facts('.', node, 'cdir'),
      facts('..', parent, 'pdir'),
      ...[...node.children].map(([name, entry]) => facts(name, entry)),
    ]
  }
  const entries = node ? entriesOf(plain, node) : matching(ftp, plain)
  if (!entries) return 'missing'
  if (form === 'NLST') return entries.map(([name]) => name)
  return entries.map(([name, entry]) => (ftp.options.listing === 'dos' ? dosLine(name, entry) : unixLine(name, entry)))
}

function entriesOf(plain: string, node: TreeNode): [string, TreeNode][] {
  return node.kind === 'directory' ? [...node.children] : [[plain, node]]
}

/** "docs/*.txt": names keep the directory that was written, as a shell would. */
function matching(ftp: FtpConversation, plain: string): [string, TreeNode][] | undefined {
  const pattern = nameOf(`/${plain}`)
  const parent = ftp.files.directory(parentOf(ftp.path(plain)))
  if (!parent || !/[*?]/.test(pattern)) return undefined
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const prefix = plain.slice(0, plain.length - pattern.length)
  const test = new RegExp(`^${source}$`)
  const found = [...parent.children].filter(([name]) => test.test(name))
  return found.length > 0 ? found.map(([name, node]) => [prefix + name, node]) : undefined
}
