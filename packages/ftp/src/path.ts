import { argument, ProtocolError } from '@linewire/wire'

/** A path as commands take it. @throws {ArgumentError} for CR, LF or NUL */
export const pathArgument = (path: string): string => argument(path, 'the path')

/**
 * For commands that take options too: a path that begins like one is written as "./-x", and so is one that begins with a
 * blank, which is lost between them.
 */
export const plainPath = (path: string): string => pathArgument(/^[-\s]/.test(path) ? `./${path}` : path)

/**
 * "a" and "b" are "a/b", "/" and "b" are "/b", "" and "b" are "b". A name that begins with "~" is "./~": alone it is
 * somebody's home to vsftpd and ProFTPD.
 */
export function joined(directory: string, name: string): string {
  if (directory === '' && name.startsWith('~')) return `./${name}`
  return directory === '' || directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`
}

/** "a/b/c" is in "a/b", "/c" is in "/", "c" is in "". Slashes at the end do not count. */
export function parentOf(path: string): { directory: string; name: string } {
  let end = path.length
  while (end > 1 && path[end - 1] === '/') end--
  const plain = path.slice(0, end)
  const slash = plain.lastIndexOf('/')
  return { directory: slash < 0 ? '' : plain.slice(0, slash) || '/', name: plain.slice(slash + 1) }
}

/** Whether a name from a listing is one segment of a path, and neither "." nor "..". */
export const isSegment = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && !/[/\0\r\n]/.test(name)

/** levels of directories: a server can make up more of them than anybody can hold */
const deepest = 200

/** @throws {ProtocolError} when directories are one in another without end */
export function checkDepth(depth: number): void {
  if (depth > deepest) throw new ProtocolError(`more than ${deepest} directories, one in another`)
}
