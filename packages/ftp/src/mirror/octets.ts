import { join } from 'node:path'
import { sameHash } from '../files/verify.ts'
import type { Crew } from './crew.ts'
import { type MirrorFailure, placeBelow, type TreeEntry } from './tree.ts'

/** What is known of files whose octets were compared. */
export interface Compared {
  readonly equal: Set<string>
  /** of which it could not be found out */
  readonly unknown: Set<string>
  readonly failed: MirrorFailure[]
}

/** Compares files by their hashes. */
export async function compareOctets(
  crew: Crew,
  files: readonly TreeEntry[],
  roots: { local: string; remote: string },
  signal: AbortSignal | undefined,
): Promise<Compared> {
  const found: Compared = { equal: new Set(), unknown: new Set(), failed: [] }
  const compare = async ({ path }: TreeEntry): Promise<void> => {
    const [there, here] = [placeBelow(roots.remote, path), join(roots.local, ...path.split('/'))]
    try {
      if (await crew.use((client) => sameHash(client, there, here, { signal }), signal)) found.equal.add(path)
    } catch (error) {
      signal?.throwIfAborted()
      found.unknown.add(path)
      found.failed.push({ action: 'compare', path, error })
    }
  }
  await Promise.all(files.map(compare))
  return found
}
