import { randomBytes } from 'node:crypto'
import { type CallOptions, ReplyError } from '@linewire/wire'
import type { FtpClient } from '../client.ts'
import { TransferError } from '../transfer-error.ts'
import { type LocalSource, mayBeBegun } from './local-source.ts'
import { remoteFacts, unlessRefused } from './remote-facts.ts'

export interface RemotePartOptions {
  /** what has gone out is kept when the upload fails, and gone on with the next time */
  readonly kept: boolean
  /** false: straight under its name; undefined: that too, where the server takes no other */
  readonly atomic: boolean | undefined
}

/** Where an upload goes: a file beside the one that is meant, which takes its name when it is whole. */
export class RemotePart {
  readonly path: string
  readonly kept: boolean
  readonly #atomic: boolean | undefined
  readonly #tag: string = randomBytes(4).toString('hex')
  #place: string
  /** whether RNTO has been sent, and perhaps carried out */
  #renaming = false
  /** what had the name, while it is out of the way */
  #old: string | undefined

  constructor(path: string, { kept, atomic }: RemotePartOptions) {
    this.path = path
    this.kept = kept
    this.#atomic = atomic
    this.#place = atomic === false ? path : kept ? `${path}.part` : `${path}.${this.#tag}.part`
  }

  /** where the octets go */
  get place(): string {
    return this.#place
  }

  get straight(): boolean {
    return this.#place === this.path
  }

  /** What an earlier try has left of it: octets, or that it is whole. A shorter file of the name may be such a part too. */
  async earlier(client: FtpClient, source: LocalSource, options: CallOptions): Promise<number | 'whole'> {
    if (!this.kept) return 0
    if (!this.straight) {
      const part = await remoteFacts(client, this.#place, options)
      if (mayBeBegun(source, part)) return part.size
    }
    const found = await remoteFacts(client, this.path, options)
    if (!mayBeBegun(source, found)) return 0
    if (found.size === source.size) return 'whole'
    if (!this.straight && found.size > 0) await client.rename(this.path, this.#place, options)
    return found.size
  }

  /** How much of it the server has, behind a lost connection. */
  async there(client: FtpClient, { size = 0 }: LocalSource, options: CallOptions): Promise<number> {
    const there = (await unlessRefused(client.size(this.#place, options))) ?? 0
    return there <= size ? there : 0
  }

  /**
   * Whether an error says that the server takes no file under the other name, or cannot rename it, and may take it under
   * its own. Then it goes there.
   */
  avoids(error: unknown): boolean {
    if (this.straight || this.#atomic === true || !isRefusal(error)) return false
    const takesNoOther = error.verb === 'STOR' || (error.verb === 'RNFR' && /^50\d$/.test(error.code))
    if (takesNoOther) this.#place = this.path
    return takesNoOther
  }

  /** It is whole: it gets its name, also where that has to be taken from another file first. */
  async finish(client: FtpClient, { size }: LocalSource, options: CallOptions): Promise<void> {
    if (this.straight) return
    const again = this.#renaming
    this.#renaming = true
    try {
      await client.rename(this.#place, this.path, options)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const found = await remoteFacts(client, this.path, options)
      if (error.verb === 'RNTO' && found?.size !== undefined) await this.#replace(client)
      // its reply was lost with the connection
      else if (!again || found?.size !== size) throw error
    }
    if (this.#old !== undefined) await unlessRefused(client.delete(this.#old, options))
  }

  /**
   * Some servers rename onto no other file: that one makes way, and is back when it was in vain. Nobody leaves between,
   * or there would be neither.
   */
  async #replace(client: FtpClient): Promise<void> {
    const old = `${this.path}.${this.#tag}.old`
    // before it is there: the reply that says so may be lost
    this.#old = old
    await client.rename(this.path, old)
    try {
      await client.rename(this.#place, this.path)
    } catch (error) {
      if (error instanceof ReplyError) {
        await client.rename(old, this.path)
        this.#old = undefined
      }
      throw error
    }
  }
}

/** It was refused for good, and before any data went. */
const isRefusal = (error: unknown): error is ReplyError =>
  error instanceof ReplyError && !(error instanceof TransferError) && !error.transient
