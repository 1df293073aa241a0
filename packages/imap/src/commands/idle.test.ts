import { Engine, TimeoutError } from '@linewire/wire'
import { type MemoryTransport, memoryTransport } from '@linewire/wire/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { converse } from '../../test/converse.ts'
import { byTag, tagOf } from '../by-tag.ts'
import { toCapabilities } from '../capabilities.ts'
import type { ImapOrder } from '../command.ts'
import { order } from '../order.ts'
import { Selected } from '../selected.ts'
import { State } from '../state.ts'
import { type Idle, idle } from './idle.ts'

test('IDLE ends with DONE, once the server idles', async () => {
  const state = new State()
  state.select(new Selected('INBOX', false))
  const command = idle()
  state.selected!.listeners.add(() => command.stop())
  const transcript = `
    C: A1 IDLE
    S: + idling
    S: * 4 EXISTS
    C: DONE
    S: A1 OK IDLE terminated`
  expect(await converse(command, transcript, { state })).toBeUndefined()
  expect(state.selected?.exists).toBe(4)
})

test('a stop ahead of the "+" waits for it', async () => {
  const command = idle()
  command.stop()
  const transcript = `
    C: A1 IDLE
    S: +
    C: DONE
    S: A1 OK done`
  await converse(command, transcript)
})

describe('while it idles the server owes nothing, before and behind that it does', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const begin = (): { server: MemoryTransport; command: Idle; result: Promise<unknown> } => {
    const server = memoryTransport()
    const route = byTag(new State(), { body: 1024, reply: 1024 })
    const engine = new Engine<ImapOrder>(server, route, { prefix: (exchange) => `${tagOf(exchange)} ` })
    const command = idle(5000)
    const result = engine.submit(order(command, toCapabilities([])))
    result.catch(() => {})
    return { server, command, result }
  }

  test('a server that never says "+"', async () => {
    const { result } = begin()
    await vi.advanceTimersByTimeAsync(5001)
    await expect(result).rejects.toThrow('IDLE: the server sent nothing for 5000 ms')
  })

  test('a server that does not answer DONE, however long it idled', async () => {
    const { server, command, result } = begin()
    await vi.advanceTimersByTimeAsync(1)
    server.say('+ idling\r\n')
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(server.sent).toBe('A1 IDLE\r\n')
    command.stop()
    expect(server.sent).toBe('A1 IDLE\r\nDONE\r\n')
    await vi.advanceTimersByTimeAsync(5001)
    await expect(result).rejects.toThrow(TimeoutError)
  })
})

test('a server that will not idle says NO', async () => {
  await expect(converse(idle(), 'S: A1 NO not now')).rejects.toThrow('IDLE: NO not now')
})
