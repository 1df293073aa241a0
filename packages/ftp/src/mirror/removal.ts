import type { MirrorSkip, Step } from './step.ts'
import { parentOf, type Tree, type TreeEntry } from './tree.ts'

/** What may go of a target, and with what. */
export class Removal {
  readonly #target: Tree
  readonly #children = new Map<string, TreeEntry[]>()
  /** directories that cannot go, for there is something in them that stays, or may be */
  readonly #held = new Set<string>()

  constructor(target: Tree) {
    this.#target = target
    for (const entry of target.entries.values()) {
      const parent = parentOf(entry.path)
      const siblings = this.#children.get(parent)
      if (siblings) siblings.push(entry)
      else this.#children.set(parent, [entry])
      if (entry.type === 'directory' && !target.isWhole(entry.path)) this.#hold(entry.path)
    }
    for (const path of [...target.excluded, ...target.refused]) this.#hold(parentOf(path))
  }

  /** All of something, what is within first; undefined when not all of it can go. */
  whole(entry: TreeEntry): readonly Step[] | undefined {
    const { path, type } = entry
    if (type !== 'directory') return [{ action: 'delete', path }]
    if (this.#held.has(path)) return undefined
    const within = (this.#children.get(path) ?? []).map((child) => this.whole(child) ?? [])
    return [...within.flat(), { action: 'rmdir', path }]
  }

  /**
   * What is in the target alone: never what the source has under whatever filter, nor what is in a directory of which
   * not all is known there.
   */
  extraneous(
    inSource: (path: string) => boolean,
    wholeInSource: (path: string) => boolean,
  ): { steps: readonly Step[]; kept: readonly MirrorSkip[] } {
    const alone = new Set<string>()
    for (const { path } of this.#target.entries.values()) {
      const parent = parentOf(path)
      if (!inSource(path) && (wholeInSource(parent) || alone.has(parent))) alone.add(path)
    }
    const files: Step[] = []
    const directories: Step[] = []
    const kept: MirrorSkip[] = []
    for (const path of [...alone].reverse()) {
      if (this.#target.entries.get(path)?.type !== 'directory') files.push({ action: 'delete', path })
      else if (this.#held.has(path)) kept.push({ path, reason: 'kept' })
      else directories.push({ action: 'rmdir', path })
    }
    return { steps: [...files, ...directories], kept }
  }

  #hold(path: string): void {
    for (let held = path; held !== '' && !this.#held.has(held); held = parentOf(held)) this.#held.add(held)
  }
}
