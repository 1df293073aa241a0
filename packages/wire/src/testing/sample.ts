import type { Body } from '../body.ts'
import type { Command, Order } from '../command.ts'
import { dotFraming } from '../dot.ts'
import { Engine, type EngineOptions } from '../engine.ts'
import { AuthError, ReplyError } from '../errors.ts'
import { inOrder } from '../route.ts'
import { line, type Script } from '../script.ts'
import { type MemoryTransport, memoryTransport } from './memory-transport.ts'

// Commands of no protocol, for the tests of the engine.

/** One line answers it; `NO …` declines. */
export const ask = (text: string, more: Partial<Order> = {}): Command<string> => ({
  line: text,
  ...more,
  *talk(io) {
    return yield* answer(io.name, line(io.input))
  },
})

export function* answer(command: string, reading: Script<string>): Script<string> {
  const text = yield* reading
  const Refused = command.startsWith('PASS') ? AuthError : ReplyError
  if (text.startsWith('NO')) throw new Refused({ command, code: 'NO', text: text.slice(3) })
  return text
}

/** One line, and a body behind it. */
export const fetch = (text: string, more: Partial<Order> = {}): Command<Body> => ({
  line: text,
  ...more,
  *talk(io) {
    yield* answer(io.name, line(io.input))
    return io.body(dotFraming())
  },
})

export interface Rig {
  engine: Engine
  server: MemoryTransport
  run<T>(command: Command<T>, signal?: AbortSignal): Promise<T>
}

export function rig(options: EngineOptions<Command<unknown>> = {}): Rig {
  const server = memoryTransport()
  const engine = new Engine(server, inOrder, options)
  const run = <T>(command: Command<T>, signal?: AbortSignal): Promise<T> =>
    engine.submit(command as Command<unknown>, { signal }) as Promise<T>
  return { engine, server, run }
}

/** All that follows from what has happened, as long as nothing slow is in it. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve()
}

/** How a promise ended, or that it did not. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  const pending = Symbol('pending')
  await settled()
  const found = await Promise.race([promise.catch((error: unknown) => error), settled().then(() => pending)])
  return found === pending ? 'pending' : found
}
