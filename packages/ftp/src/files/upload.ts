import { type CallOptions, pieces } from '@linewire/wire'
import type { FtpClient } from '../client.ts'
// from index.ts on purpose: see download.ts
import { TransferError } from '../index.ts'
import { limitOf, paced, type RateLimit } from '../rate.ts'
import { type LocalSource, localSource } from './local-source.ts'
import type { Origin } from './origin.ts'
import { persist, type Retry } from './persist.ts'
import type { Progress } from './remainder.ts'
import { unlessRefused } from './remote-facts.ts'
import { RemotePart } from './remote-part.ts'
import { check, compareSizes, holds, type Verify } from './verify.ts'

export interface UploadOptions extends CallOptions {
  /**
   * What the server has of it is kept as `<remote>.part` when the upload fails, and gone on with the next time, if it was
   * written since the local file was. A shorter file of the name, written since, is taken for such a part.
   */
  resume?: boolean
  /**
   * `false`: straight under its name. Otherwise under another one until it is whole, which it is given in place of what
   * has it then; `true`: not straight where the server refuses that either.
   */
  atomic?: boolean
  /** called with the octets that have gone out so far, those of earlier tries included, and those of the file */
  onProgress?: Progress
  /** gives the server's file the local time of modification, to the second */
  preserveTime?: boolean
  /** before the file has its name: compares what the server says of its size, or its hash */
  verify?: Verify
  /** octets per second; a {@link RateLimit} is shared by all transfers that have it */
  rate?: number | RateLimit
  /** goes on after a lost connection: on another one, where it stopped; as connect() was told unless told here */
  retry?: Retry
}

/** A file to a file on the server, which has its name only when it is whole. Resolves with the octets that went out. */
export async function upload(
  origin: Origin,
  local: string,
  remote: string,
  options: UploadOptions = {},
): Promise<number> {
  const { resume = false, atomic, retry, signal } = options
  signal?.throwIfAborted()
  // before the server is told anything
  const source = await localSource(local)
  const part = new RemotePart(remote, { kept: resume && source.size !== undefined, atomic })
  const upload = new Upload(source, part, options)
  // what can be read once alone cannot be sent again
  const patience = source.size === undefined ? false : retry
  try {
    await persist(
      origin,
      patience,
      () => upload.reached,
      () => upload.attempt(origin.client),
      signal,
    )
    return upload.sent
  } catch (error) {
    const worthless = error instanceof TransferError && error.code === 'ERR_VERIFY'
    if (!part.straight && (!part.kept || worthless)) await origin.discard(part.place, signal)
    throw error
  }
}

/** One upload, through all its tries. */
class Upload {
  #source: LocalSource
  readonly #part: RemotePart
  readonly #options: UploadOptions
  readonly #limit: RateLimit | undefined
  /** octets that have gone out */
  sent = 0
  /** octets that the server is known to have */
  reached = 0
  /** octets that the server should have */
  #whole = 0
  /** whether the server has taken some of it, so that what is there is ours */
  #begun = false
  #resumed = false
  #stored = false
  #settled = false

  constructor(source: LocalSource, part: RemotePart, options: UploadOptions) {
    this.#source = source
    this.#part = part
    this.#options = options
    this.#limit = limitOf(options.rate)
  }

  /** One try, on the connection of the moment: what an earlier one has done is not done again. */
  async attempt(client: FtpClient): Promise<void> {
    const { signal } = this.#options
    const call = { signal }
    try {
      if (!this.#stored && (await this.#store(client, call)) === 'whole') return
      this.#stored = true
      if (!this.#settled) await this.#settle(client, call)
      this.#settled = true
      await this.#part.finish(client, this.#source, call)
    } catch (error) {
      const { place } = this.#part
      if (!this.#part.avoids(error)) throw error
      if (this.#stored) await unlessRefused(client.delete(place, call))
      this.#begun = this.#stored = this.#settled = false
      await this.attempt(client)
    }
  }

  async #store(client: FtpClient, call: CallOptions): Promise<'whole' | undefined> {
    const earlier = await (this.#begun ? this.#remains(client, call) : this.#part.earlier(client, this.#source, call))
    if (earlier === 'whole' && (await this.#holds(client, call))) return earlier
    const there = earlier === 'whole' ? 0 : earlier
    this.#resumed = there > 0
    this.reached = Math.max(this.reached, there)
    this.#whole = there
    if (there === 0 || there !== this.#source.size) await this.#send(client, there)
    return undefined
  }

  /** What the server has of what went out; nothing that counts when the local file has changed since. */
  async #remains(client: FtpClient, call: CallOptions): Promise<number> {
    const before = this.#source
    this.#source = await localSource(before.path)
    const same = this.#source.size === before.size && +this.#source.modified === +before.modified
    return same ? this.#part.there(client, before, call) : 0
  }

  /** Whether the whole file that the server has already is what it is taken for. */
  async #holds(client: FtpClient, call: CallOptions): Promise<boolean> {
    const { verify, preserveTime = false } = this.#options
    const { path, size = 0, modified } = this.#source
    const whole = this.#part.path
    if (!(await holds(verify, client, whole, { path, octets: size }, call))) return false
    if (preserveTime) await client.setModified(whole, modified, call)
    return true
  }

  async #send(client: FtpClient, offset: number): Promise<void> {
    const { signal, onProgress } = this.#options
    const { path, size } = this.#source
    const before = this.sent
    await client.put(paced(pieces({ path, start: offset }), this.#limit, signal), this.#part.place, {
      signal,
      offset,
      onProgress: (octets) => {
        this.#begun = true
        this.sent = before + octets
        this.#whole = offset + octets
        onProgress?.(offset + octets, size)
      },
    })
  }

  /** What is to be so before it has its name. */
  async #settle(client: FtpClient, call: CallOptions): Promise<void> {
    const { verify, preserveTime = false } = this.#options
    const { place } = this.#part
    const here = { path: this.#source.path, octets: this.#whole }
    if (verify) await check(verify, client, place, here, call)
    // where two transfers make one file, their seam is looked at
    else if (this.#resumed) {
      const there = await unlessRefused(client.size(place, call))
      if (there !== undefined) compareSizes(place, this.#whole, there)
    }
    if (preserveTime) await client.setModified(place, this.#source.modified, call)
  }
}
