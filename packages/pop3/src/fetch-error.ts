import { WireError } from '@linewire/wire'
import type { UniqueId } from './commands/uidl.ts'

/** Messages that fetchNew() could not have, while it had all the others. `cause` is why the first of them failed. */
export class FetchError extends WireError {
  /** @internal */
  static override readonly kind: string = 'FetchError'
  readonly failed: readonly (UniqueId & { readonly error: unknown })[]

  /** @internal */
  constructor(failed: FetchError['failed']) {
    const numbers = failed.map(({ number }) => number).join(', ')
    super(`fetchNew: message ${numbers} could not be had`, 'ERR_FETCH', { cause: failed[0]?.error })
    this.failed = failed
  }
}
