import { defaultTimeouts } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'

/** IDLE, and the way to end it. */
export interface Idle extends ImapCommand<void> {
  /** says DONE; at once, or as soon as the server idles */
  stop(): void
}

/**
 * The server tells what is new until it hears DONE. RFC 2177, 9051 §6.3.13
 * @param replyTimeout ms that the server may take to begin, and to end behind DONE
 */
export const idle = (replyTimeout: number = defaultTimeouts.reply): Idle => {
  let stopping = false
  let idling = false
  let say: (() => void) | undefined
  const stop = (): void => {
    stopping = true
    say?.()
    say = undefined
  }
  return {
    line: 'IDLE',
    turn: 'alone',
    // while it idles the server owes us nothing; ahead of the "+" and behind DONE it does
    get timeout() {
      return idling ? 0 : replyTimeout
    },
    stop,
    *talk(io) {
      for (;;) {
        const answer = yield* io.answer()
        if (answer.kind === 'tagged') {
          idling = false
          say = undefined
          return answer
        }
        idling = true
        say = () => {
          idling = false
          io.output.write('DONE\r\n')
          io.wake()
        }
        // DONE ahead of the "+" would be a command of its own
        if (stopping) stop()
      }
    },
    done: () => {},
  }
}
