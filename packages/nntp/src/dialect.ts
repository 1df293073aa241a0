import { ReplyError } from '@linewire/wire'

/** A command of RFC 3977 that older servers know with an X before it. RFC 2980 §2.6, §2.8 */
export type Renamed = 'OVER' | 'HDR'

/** Which words this server knows. */
export class Dialect {
  readonly #old = new Set<Renamed>()

  /** Asks in the words of RFC 3977, and in those of RFC 2980 when the server does not know them (500): then from now on. */
  async ask<W extends Renamed, T>(word: W, run: (word: W | `X${W}`) => Promise<T>): Promise<T> {
    if (this.#old.has(word)) return run(`X${word}`)
    try {
      return await run(word)
    } catch (error) {
      if (!(error instanceof ReplyError) || error.code !== '500') throw error
      this.#old.add(word)
      return run(`X${word}`)
    }
  }
}
