import type { Tree, TreeEntry } from './tree.ts'

/** Paths as a file system sees them that does not tell "a" from "A", or one way of writing "é" from the other. */
const folded = (path: string): string => path.normalize('NFC').toLowerCase()
const asIs = (path: string): string => path

/** Which paths are the same to a target. */
export const keyOf = (caseless: boolean): ((path: string) => string) => (caseless ? folded : asIs)

/** A tree as that target sees it. */
export class NameIndex {
  readonly #key: (path: string) => string
  readonly #entries = new Map<string, TreeEntry>()
  readonly #names = new Set<string>()

  constructor({ entries, excluded, refused }: Tree, key: (path: string) => string) {
    this.#key = key
    for (const entry of entries.values()) this.#entries.set(key(entry.path), entry)
    for (const path of [...entries.keys(), ...excluded, ...refused]) this.#names.add(key(path))
  }

  get(path: string): TreeEntry | undefined {
    return this.#entries.get(this.#key(path))
  }

  /** Whether there is something of that path, used or not. */
  has(path: string): boolean {
    return this.#names.has(this.#key(path))
  }
}
