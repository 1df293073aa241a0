import { randomUUID } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
// from index.ts on purpose: see proxy.ts
import { writeOctets } from './index.ts'

export interface SaveOptions {
  signal?: AbortSignal
  /** called after every write, with the octets that the file has so far */
  onProgress?: (octets: number) => void
}

/**
 * Writes octets to a file under another name, which it has no longer when it is whole; to what is no regular file (a
 * device, a pipe) directly. Returns how many were written.
 */
export async function save(
  source: AsyncIterable<Uint8Array>,
  path: string,
  { signal, onProgress }: SaveOptions = {},
): Promise<number> {
  signal?.throwIfAborted()
  const direct = await isSpecial(path)
  const target = direct ? path : join(dirname(path), `.${randomUUID()}.part`)
  const file = await open(target, direct ? 'w' : 'wx')
  let soFar = 0
  const onWritten = (octets: number): void => {
    soFar += octets
    onProgress?.(soFar)
  }
  try {
    let written = 0
    try {
      written = await writeOctets(file, source, { signal, onWritten })
    } finally {
      await file.close()
    }
    if (!direct) await rename(target, path)
    return written
  } catch (error) {
    if (!direct) await rm(target, { force: true })
    throw error
  }
}

async function isSpecial(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && !found.isFile() && !found.isDirectory()
}
