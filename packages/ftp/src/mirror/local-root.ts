import { lstat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { checkName, UnsafeNameError } from './safe-name.ts'

/** A folder that nothing is written outside of. */
export class LocalRoot {
  readonly path: string
  /** directories that are known to be some, and no links */
  readonly #real = new Set<string>([''])

  constructor(path: string) {
    this.path = resolve(path)
  }

  /**
   * Where something below the root is: every directory on the way there is one, and no link to one.
   * @throws {UnsafeNameError} when it would be elsewhere
   */
  async place(path: string): Promise<string> {
    const segments = path === '' ? [] : path.split('/')
    for (const name of segments) checkName(name)
    const place = join(this.path, ...segments)
    const way = relative(this.path, place)
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
      throw new UnsafeNameError(`${path} would be outside of ${this.path}`)
    for (let depth = 1; depth < segments.length; depth++) await this.#check(segments.slice(0, depth))
    return place
  }

  /** Where a file may be written: nothing but a file may be there. */
  async placeForFile(path: string): Promise<string> {
    const place = await this.place(path)
    const found = await lstat(place).catch(orNone)
    if (found && !found.isFile()) throw new UnsafeNameError(`${place} is no file, and would be written through`)
    return place
  }

  async #check(segments: readonly string[]): Promise<void> {
    const path = segments.join('/')
    if (this.#real.has(path)) return
    const place = join(this.path, ...segments)
    if (!(await lstat(place)).isDirectory())
      throw new UnsafeNameError(`${place} is no directory, and may lead elsewhere`)
    this.#real.add(path)
  }
}

const orNone = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error
}
