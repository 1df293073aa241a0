import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { State } from '../state.ts'
import { enable } from './enable.ts'

test('ENABLE returns what the server has switched on', async () => {
  const state = new State()
  const transcript = `
    C: A1 ENABLE CONDSTORE X-GOOD-IDEA
    S: * ENABLED CONDSTORE
    S: A1 OK Conditional Store enabled`
  expect(await converse(enable('condstore', 'X-GOOD-IDEA'), transcript, { state })).toEqual(['CONDSTORE'])
  expect([...state.enabled]).toEqual(['CONDSTORE'])
})

test('iCloud’s OK without ENABLED has switched nothing on', async () => {
  expect(await converse(enable('QRESYNC'), 'S: A1 OK done')).toEqual([])
})

test('only atoms go out', () => {
  expect(() => enable()).toThrow('at least one')
  expect(() => enable('A B')).toThrow('not an atom')
})
