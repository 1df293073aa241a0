import type { Command, Output, Reply, Script, Talk } from '@linewire/wire'
import { finalReply, named } from './reply.ts'

/** A line of a longer conversation, and what its reply means. */
export interface Step {
  readonly line: string
  /** May throw: where lines go one by one, those behind it are then not said. */
  heard(said: Reply): void
  /** A reply that cannot be this line's: one too many to what came before. It is passed over. */
  stray?(said: Reply): boolean
}

/** Says lines, in one write where the server takes that, else each behind the reply of the one before. */
export function* flight(io: Talk, steps: readonly Step[], together: boolean): Script<void> {
  if (together) {
    say(io.output, steps)
    yield* hear(io, steps)
  } else yield* oneByOne(io, steps)
}

/**
 * A command of several lines that nothing may come between. Which they are is asked when their turn has come. Where
 * they go out together, other commands may be right behind them.
 */
export function severalLines<T>(
  name: string,
  steps: () => readonly Step[],
  value: () => T,
  together: boolean,
): Command<T> {
  let all: readonly Step[] = []
  let said = 0
  let unsaid: unknown
  return {
    line: undefined,
    name,
    turn: together ? 'free' : 'alone',
    follow(output) {
      all = steps()
      if (!together) return
      try {
        for (const { line } of all) {
          output.line(line)
          said++
        }
      } catch (error) {
        // the charset has no octets for it: those before it are on their way
        unsaid = error
      }
    },
    *talk(io) {
      yield* together ? hear(io, all.slice(0, said)) : oneByOne(io, all)
      if (unsaid !== undefined) throw unsaid
      return value()
    },
  }
}

function say(output: Output, steps: readonly Step[]): void {
  for (const { line } of steps) output.line(line)
}

/** All replies are read before any of them may throw: none is left behind. */
function* hear(io: Talk, steps: readonly Step[]): Script<void> {
  const replies: Reply[] = []
  for (const step of steps) replies.push(yield* answer(io, step))
  for (const [index, step] of steps.entries()) step.heard(replies[index]!)
}

function* oneByOne(io: Talk, steps: readonly Step[]): Script<void> {
  for (const step of steps) {
    io.output.line(step.line)
    step.heard(yield* answer(io, step))
  }
}

function* answer(io: Talk, step: Step): Script<Reply> {
  for (;;) {
    const said = yield* finalReply(named(io, step.line))
    if (!step.stray?.(said)) return said
  }
}
