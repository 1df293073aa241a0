import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { Selected } from '../selected.ts'
import { State } from '../state.ts'
import { idle } from './idle.ts'

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

test('while it idles the server owes nothing, behind DONE it does', () => {
  const command = idle(5000)
  expect(command.timeout).toBe(0)
  command.stop()
  expect(command.timeout).toBe(5000)
})

test('a server that will not idle says NO', async () => {
  await expect(converse(idle(), 'S: A1 NO not now')).rejects.toThrow('IDLE: NO not now')
})
