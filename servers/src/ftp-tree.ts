/** A file in the server's memory. Times are whole milliseconds UTC, modes the usual nine bits (0o644). */
export interface FileNode {
  kind: 'file'
  content: Buffer
  modified: Date
  mode: number
  owner: string
}

export interface DirectoryNode {
  kind: 'directory'
  children: Map<string, TreeNode>
  modified: Date
  mode: number
  owner: string
}

export type TreeNode = FileNode | DirectoryNode

/** What a test says about a file: its content alone, or content with a time and a mode; null makes an empty directory. */
export type FileSpec = string | Uint8Array | { content: string | Uint8Array; modified?: Date; mode?: number } | null

/** The absolute form of a path: "." and ".." resolved, never above the root, no slash at the end. */
export function resolvePath(directory: string, path: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'

/** The files of one server, in memory. Paths are absolute; a method that cannot do its work returns false or undefined. */
export class FileTree {
  readonly root: DirectoryNode = directory(new Date(), 'ftp')

  constructor(files: Record<string, FileSpec> = {}) {
    for (const [path, spec] of Object.entries(files)) {
      const absolute = resolvePath('/', path)
      this.makeAll(spec === null ? absolute : parentOf(absolute))
      if (spec === null) continue
      const { content, modified, mode } =
        typeof spec === 'string' || spec instanceof Uint8Array ? { content: spec } : spec
      const file = this.write(absolute, Buffer.from(content as string), 'ftp')
      if (file && modified) file.modified = modified
      if (file && mode !== undefined) file.mode = mode
    }
  }

  find(path: string): TreeNode | undefined {
    let node: TreeNode | undefined = this.root
    for (const part of path.split('/').filter(Boolean)) {
      if (node?.kind !== 'directory') return undefined
      node = node.children.get(part)
    }
    return node
  }

  file(path: string): FileNode | undefined {
    const node = this.find(path)
    return node?.kind === 'file' ? node : undefined
  }

  directory(path: string): DirectoryNode | undefined {
    const node = this.find(path)
    return node?.kind === 'directory' ? node : undefined
  }

  /** Creates or replaces a file; undefined when its directory is missing or a directory has its name. */
  write(path: string, content: Buffer, owner: string): FileNode | undefined {
    const parent = this.directory(parentOf(path))
    const old = this.find(path)
    if (!parent || old?.kind === 'directory') return undefined
    const modified = new Date()
    const file: FileNode = { kind: 'file', content, modified, mode: old?.mode ?? 0o644, owner: old?.owner ?? owner }
    parent.children.set(nameOf(path), file)
    if (!old) parent.modified = modified
    return file
  }

  make(path: string, owner: string): boolean {
    const parent = this.directory(parentOf(path))
    if (!parent || this.find(path)) return false
    parent.modified = new Date()
    parent.children.set(nameOf(path), directory(parent.modified, owner))
    return true
  }

  remove(path: string): boolean {
    const parent = this.directory(parentOf(path))
    if (!parent?.children.delete(nameOf(path))) return false
    parent.modified = new Date()
    return true
  }

  /** Moves a file or a directory; a file may replace a file, a directory never goes below itself. */
  rename(from: string, to: string): boolean {
    const node = this.find(from)
    const target = this.find(to)
    const parent = this.directory(parentOf(to))
    if (!node || node === this.root || !parent || target?.kind === 'directory' || to.startsWith(`${from}/`))
      return false
    if (target && node.kind === 'directory') return false
    this.remove(from)
    parent.children.set(nameOf(to), node)
    return true
  }

  private makeAll(path: string): void {
    if (path === '/' || this.find(path)) return
    this.makeAll(parentOf(path))
    this.make(path, 'ftp')
  }
}

function directory(modified: Date, owner: string): DirectoryNode {
  return { kind: 'directory', children: new Map(), modified, mode: 0o755, owner }
}
