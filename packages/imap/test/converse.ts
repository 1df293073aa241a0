import { Engine, type EngineOptions } from '@linewire/wire'
import { follow, memoryTransport } from '@linewire/wire/testing'
import { byTag, tagOf } from '../src/by-tag.ts'
import { toCapabilities } from '../src/capabilities.ts'
import type { ImapCommand, ImapOrder } from '../src/command.ts'
import { order } from '../src/order.ts'
import { State } from '../src/state.ts'

export interface ConverseOptions extends EngineOptions<ImapOrder> {
  /** what the server can do: `LITERAL+ ESEARCH` */
  capabilities?: string
  split?: (octets: Buffer) => Buffer[]
  state?: State
  literals?: { body: number; reply: number }
}

/**
 * One command, the first of its connection and so tagged A1, against what the server says; the transcript's `C:` lines
 * must be what is written.
 */
export async function converse<T>(
  command: ImapCommand<T>,
  text: string,
  { capabilities = '', split, state = new State(), literals, ...options }: ConverseOptions = {},
): Promise<T> {
  const transport = memoryTransport()
  const route = byTag(state, literals ?? { body: 1024 * 1024, reply: 1024 * 1024 })
  const engine = new Engine<ImapOrder>(transport, route, { prefix: (exchange) => `${tagOf(exchange)} `, ...options })
  const result = engine.submit(order(command, toCapabilities(capabilities.split(' '))))
  const ended = result.then(
    () => true,
    () => true,
  )
  await follow(transport, text, split, ended)
  // the value is what the command's own done() returns
  return result as Promise<T>
}
