import { randomUUID } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ArgumentError } from '@linewire/wire'
import { own, type PartRecord, readRecord, removeRecord, writeRecord } from './part-record.ts'
import type { Span } from './range.ts'
import { type Facts, sameFacts } from './remote-facts.ts'

/**
 * Where a download goes: a file beside the one that is meant, which takes its name when it is whole. What is no regular
 * file (a device, a pipe) is written directly.
 */
export class LocalPart {
  readonly path: string
  /** whether it is written directly */
  readonly special: boolean
  /** whether it is there to be gone on with when the download fails */
  readonly kept: boolean
  /** where the octets go */
  readonly place: string
  #file: FileHandle | undefined

  private constructor(path: string, special: boolean, kept: boolean) {
    this.path = path
    this.special = special
    this.kept = kept && !special
    const hidden = join(dirname(path), `.${randomUUID()}.part`)
    this.place = special ? path : kept ? `${path}.part` : hidden
  }

  /** @throws {ArgumentError} when a directory has the name */
  static async of(path: string, kept: boolean): Promise<LocalPart> {
    const found = await look(path)
    if (found?.isDirectory()) throw new ArgumentError(`${path} is a directory: a file cannot take its place`)
    return new LocalPart(path, found !== undefined && !found.isFile(), kept)
  }

  get file(): FileHandle {
    return this.#file!
  }

  get opened(): boolean {
    return this.#file !== undefined
  }

  /** Opens the part. What of it can be believed, when the file is what the server says, is returned. */
  async open(facts: Facts): Promise<readonly Span[]> {
    if (!this.kept) {
      this.#file = await open(this.place, this.special ? 'w' : 'wx')
      return []
    }
    const there = (await this.#earlier(facts)) ?? (await this.#adopted(facts)) ?? []
    this.#file = await openOwn(this.place)
    return there
  }

  /** What is behind so many octets goes: the server has begun to send what comes there. */
  async cut(octets: number): Promise<void> {
    if (!this.special) await this.#file!.truncate(octets)
  }

  /** So that the next try knows what it goes on with; `there`: where the octets did not come in order. */
  async remember(facts: Facts, there?: readonly Span[]): Promise<void> {
    if (!this.kept) return
    await writeRecord(this.#record, { ...pick(facts), ...(there ? { there } : {}) })
  }

  /** Whether the file is there already, and was written since the server's was, as far as that is told. */
  async isThere({ size, modified }: Facts): Promise<boolean> {
    const found = this.kept ? await look(this.path) : undefined
    return found !== undefined && found.size === size && modified !== undefined && found.mtime >= modified
  }

  /** It is whole: it gets its name. */
  async finish(modified?: Date): Promise<void> {
    const whole = this.opened && !this.special
    if (modified && !this.special)
      await (whole ? this.file.utimes(new Date(), modified) : utimes(this.path, new Date(), modified))
    await this.close()
    if (whole) await rename(this.place, this.path)
    if (this.kept) await removeRecord(this.#record)
  }

  /** Another try may go on with it, unless there is nothing in it. */
  async leave(): Promise<void> {
    const empty = this.opened && (await this.file.stat()).size === 0
    await (empty ? this.remove() : this.close())
  }

  /** Nothing of it is worth anything. */
  async remove(): Promise<void> {
    await this.close()
    if (this.special) return
    await rm(this.place, { force: true })
    if (this.kept) await removeRecord(this.#record)
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }

  /** What an earlier try has left of this very version of the file. */
  async #earlier(facts: Facts): Promise<readonly Span[] | undefined> {
    const record = await readRecord(this.#record)
    const part = await look(this.place)
    if (!record || !part?.isFile() || !isOf(record, facts)) return undefined
    const there = record.there ?? [[0, part.size]]
    // the rest of a part that is too long is not this file's
    return (there.at(-1)?.[1] ?? 0) <= Math.min(part.size, facts.size ?? part.size) ? there : undefined
  }

  /** A file of the name that is shorter, and was written since the server's was, is taken for a part that somebody else has left. */
  async #adopted(facts: Facts): Promise<readonly Span[] | undefined> {
    const found = await look(this.path)
    if (!found || facts.size === undefined || found.size >= facts.size) return undefined
    if (!facts.modified || found.mtime < facts.modified) return undefined
    await rename(this.path, this.place)
    return [[0, found.size]]
  }

  get #record(): string {
    return `${this.place}.json`
  }
}

/** Where nothing is known, nothing is known to be the same. */
function isOf(record: PartRecord, facts: Facts): boolean {
  if (facts.size === undefined && facts.modified === undefined) return false
  return sameFacts(record, facts)
}

const pick = ({ size, modified, precision }: Facts): Facts => ({
  ...(size === undefined ? {} : { size }),
  ...(modified ? { modified } : {}),
  ...(precision ? { precision } : {}),
})

/** A file that is gone on with. @throws {ArgumentError} for a link: what it leads to is not ours to write */
async function openOwn(path: string): Promise<FileHandle> {
  try {
    return await open(path, own | constants.O_RDWR)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOOP') throw error
    throw new ArgumentError(`${path} is a symbolic link: no part of a download is written through it`)
  }
}

async function look(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
