import { type Command, ReplyError } from '@linewire/wire'
import { CommitError } from '../commit-error.ts'
import { ok } from '../reply.ts'

export interface Goodbye {
  /** the messages marked as deleted are gone */
  readonly committed: boolean
}

/** Ends the session and removes the messages marked as deleted. RFC 1939 §6: -ERR means that some were not removed. */
export const quit = (): Command<Goodbye> => ({
  line: 'QUIT',
  turn: 'last',
  *talk(io) {
    try {
      yield* ok(io)
      return { committed: true }
    } catch (error) {
      if (error instanceof ReplyError) throw new CommitError(error, { cause: error })
      throw error
    }
  },
})
