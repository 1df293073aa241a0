import { lstat, mkdir, rm, rmdir, utimes } from 'node:fs/promises'
import type { FtpClient } from '../client.ts'
import type { DownloadOptions } from '../files/download.ts'
import { LocalRoot } from './local-root.ts'
import type { Step } from './step.ts'
import type { Target } from './target.ts'
import { placeBelow } from './tree.ts'

/** A folder here. */
export class LocalTarget implements Target {
  readonly remote = false
  readonly #root: LocalRoot
  readonly #from: string
  readonly #options: DownloadOptions

  constructor(root: string, from: string, options: DownloadOptions) {
    this.#root = new LocalRoot(root)
    this.#from = from
    this.#options = options
  }

  async perform(step: Step, client: FtpClient | undefined, onProgress: (octets: number) => void): Promise<number> {
    const { action, path, entry } = step
    if (action === 'download') {
      const place = await this.#root.placeForFile(path)
      return client!.download(placeBelow(this.#from, path), place, { ...this.#options, entry: entry!, onProgress })
    }
    const place = await this.#root.place(path)
    if (action === 'mkdir') await this.#make(place, path === '')
    else if (action === 'rmdir') await rmdir(place)
    // what has gone by itself is gone
    else await rm(place, { force: true })
    return 0
  }

  /** The time of a directory: when nothing more is put into it. */
  async setTime(path: string, modified: Date): Promise<void> {
    await utimes(await this.#root.place(path), new Date(), modified)
  }

  async #make(place: string, isRoot: boolean): Promise<void> {
    try {
      await mkdir(place, { recursive: isRoot })
    } catch (error) {
      if (!(await lstat(place)).isDirectory()) throw error
    }
  }
}
