import { exit, Failure, failureOf } from './failure.ts'

/** Where a program writes, line by line, and what may end it. */
export interface Io {
  out(line: string): void
  err(line: string): void
  signal?: AbortSignal
  /** where passwords come from; the environment of the process unless given */
  env?: Readonly<Record<string, string | undefined>>
}

/** A program: its arguments, its terminal, its exit code. */
export type Run = (argv: readonly string[], io: Io) => Promise<number>

/** Runs `main`: what it throws becomes one line on `err` and the exit code; `--help` is answered here. */
export async function program(
  argv: readonly string[],
  io: Io,
  usage: string,
  main: (io: Io) => Promise<void>,
): Promise<number> {
  const terminal: Io = { ...io, out: (line) => io.out(harmless(line)), err: (line) => io.err(harmless(line)) }
  if (argv.includes('--help')) {
    for (const line of usage.trim().split('\n')) io.out(line)
    return exit.done
  }
  try {
    await main(terminal)
    return exit.done
  } catch (error) {
    const failure = io.signal?.aborted ? new Failure(exit.interrupted, 'interrupted') : failureOf(error)
    terminal.err(failure.message)
    if (failure.exit === exit.usage) terminal.err('--help says how to call it')
    return failure.exit
  }
}

/** What strangers wrote goes to a terminal: no escape sequences, no text that runs backwards over its neighbours. */
export function harmless(line: string): string {
  return line.replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g, '\ufffd')
}
