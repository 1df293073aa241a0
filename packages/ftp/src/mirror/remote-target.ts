import { join } from 'node:path'
import { type CallOptions, ReplyError } from '@linewire/wire'
import type { FtpClient } from '../client.ts'
import { make } from '../directory.ts'
import { unlessRefused } from '../files/remote-facts.ts'
import type { UploadOptions } from '../files/upload.ts'
import type { Step } from './step.ts'
import type { Target } from './target.ts'
import { placeBelow } from './tree.ts'

/** A directory of the server. */
export class RemoteTarget implements Target {
  readonly remote = true
  readonly #root: string
  readonly #from: string
  readonly #options: UploadOptions
  /** whether it has been found that the server sets no times */
  #timeless = false

  constructor(root: string, from: string, options: UploadOptions) {
    this.#root = root
    this.#from = from
    this.#options = options
  }

  async perform(step: Step, client: FtpClient | undefined, onProgress: (octets: number) => void): Promise<number> {
    const { action, path } = step
    const call = { signal: this.#options.signal }
    const place = placeBelow(this.#root, path)
    if (action === 'upload') return this.#upload(step, client!, place, onProgress)
    if (action === 'mkdir' && path === '') await client!.mkdir(place, { ...call, recursive: true })
    else if (action === 'mkdir') await make(client!, place, call)
    else await this.#remove(action === 'rmdir', client!, place, call)
    return 0
  }

  async #upload(
    { path, entry }: Step,
    client: FtpClient,
    place: string,
    onProgress: (octets: number) => void,
  ): Promise<number> {
    const { preserveTime = false, signal } = this.#options
    // only MFMT is sure to be there: where another command may do, the file is not to fail of it
    const sure = client.capabilities.has('MFMT')
    const from = join(this.#from, ...path.split('/'))
    const upload = (keeps: boolean): Promise<number> =>
      client.upload(from, place, { ...this.#options, preserveTime: keeps, onProgress })
    const octets = await upload(preserveTime && sure && !this.#timeless).catch((error: unknown) => {
      if (!(error instanceof ReplyError) || error.verb !== 'MFMT' || error.transient) throw error
      // it may not be set, and the file is worth more than its time
      this.#timeless = true
      return upload(false)
    })
    if (preserveTime && !sure && !this.#timeless && entry?.modified) {
      const set = client.setModified(place, entry.modified, { signal }).then(() => true)
      this.#timeless = (await unlessRefused(set)) === undefined
    }
    return octets
  }

  /** What has gone by itself, or before its reply was lost, is gone. */
  async #remove(directory: boolean, client: FtpClient, place: string, call: CallOptions): Promise<void> {
    try {
      await (directory ? client.rmdir(place, call) : client.delete(place, call))
    } catch (error) {
      if (!(error instanceof ReplyError) || (await client.exists(place, call))) throw error
    }
  }
}
