import { WireError } from '@linewire/wire'
import { type Comparison, isAlike } from './compare.ts'
import { keyOf, type NameIndex } from './index-by-name.ts'
import type { Removal } from './removal.ts'
import { UnsafeNameError } from './safe-name.ts'
import type { MirrorSkip, SkipReason, Step } from './step.ts'
import { type MirrorFailure, parentOf, type Tree, type TreeEntry } from './tree.ts'

/** How the two are compared, and what may be done. */
export interface PlanOptions {
  readonly transfer: 'download' | 'upload'
  readonly comparison: Comparison
  /** whether what is in the target alone is deleted, and what is in the way */
  readonly delete: boolean
  /** whether directories are made for what is in them alone */
  readonly sparse: boolean
  /** whether the target takes "a" and "A" for the same name */
  readonly caseless: boolean
}

/** What is decided for each entry of the source, each directory before what is in it. */
export class Carrying {
  readonly clear: Step[] = []
  readonly make: Step[] = []
  readonly transfer: Step[] = []
  readonly skipped: MirrorSkip[] = []
  readonly failed: MirrorFailure[] = []
  readonly #target: Tree
  readonly #there: NameIndex
  readonly #removal: Removal
  readonly #options: PlanOptions
  readonly #key: (path: string) => string
  /** directories that things can be put into */
  readonly #open = new Set<string>()
  /** who has a name that the target does not tell from others */
  readonly #taken = new Map<string, string>()

  constructor(target: Tree, there: NameIndex, removal: Removal, options: PlanOptions) {
    this.#target = target
    this.#there = there
    this.#removal = removal
    this.#options = options
    this.#key = keyOf(options.caseless)
    if (!target.exists) this.make.push({ action: 'mkdir', path: '' })
    if (!target.exists || target.listed.has('')) this.#open.add('')
  }

  carry(entry: TreeEntry): void {
    const { path, type } = entry
    const there = this.#there.get(path)
    if (type === 'symlink' || type === 'other') this.#skip(path, type === 'symlink' ? 'symlink' : 'special')
    else if (!this.#open.has(parentOf(path))) this.#skip(path, 'no directory')
    else if (this.#target.excluded.has(path)) this.#skip(path, 'excluded')
    else if (this.#collides(path)) this.#fail(entry, sameName(path, this.#taken.get(this.#key(path))!))
    else if (type === 'directory') this.#directory(entry, there)
    else this.#file(entry, there)
  }

  #directory(entry: TreeEntry, there: TreeEntry | undefined): void {
    const { path } = entry
    if (there?.type === 'directory') {
      if (this.#target.listed.has(there.path)) this.#open.add(path)
      return
    }
    if (there && !this.#makesWay(entry, there)) return
    this.make.push({ action: 'mkdir', path })
    this.#open.add(path)
  }

  #file(entry: TreeEntry, there: TreeEntry | undefined): void {
    const { transfer, comparison } = this.#options
    // that it could not be compared is told already
    if (comparison.unknown.has(entry.path)) return
    if (there?.type === 'file' && isAlike(entry, there, comparison)) this.#skip(entry.path, 'unchanged')
    else if (!there || there.type === 'file' || this.#makesWay(entry, there)) {
      this.transfer.push({ action: transfer, path: entry.path, entry })
    }
  }

  /** A link makes way for a file as a file does: what it leads to stays. Anything else goes only where it may be deleted. */
  #makesWay(entry: TreeEntry, there: TreeEntry): boolean {
    const may = this.#options.delete || (there.type === 'symlink' && entry.type === 'file')
    const steps = may ? this.#removal.whole(there) : undefined
    if (steps) this.clear.push(...steps)
    else this.#fail(entry, inTheWay(there))
    return steps !== undefined
  }

  #collides(path: string): boolean {
    const key = this.#key(path)
    const taken = this.#taken.has(key)
    if (!taken) this.#taken.set(key, path)
    return taken
  }

  #skip(path: string, reason: SkipReason): void {
    this.skipped.push({ path, reason })
  }

  #fail({ path, type }: TreeEntry, error: Error): void {
    this.failed.push({ action: type === 'directory' ? 'mkdir' : this.#options.transfer, path, error })
  }
}

const sameName = (path: string, other: string): UnsafeNameError =>
  new UnsafeNameError(`${path} and ${other} are the same name where they would go`)

const inTheWay = ({ path, type }: TreeEntry): WireError =>
  new WireError(
    `${path} is a ${type === 'other' ? 'device or a pipe' : type} there, which is in the way`,
    'ERR_IN_THE_WAY',
  )
