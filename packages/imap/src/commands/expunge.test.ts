import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { Selected } from '../selected.ts'
import { UidSet } from '../sets.ts'
import { State } from '../state.ts'
import { expunge } from './expunge.ts'

test('EXPUNGE removes', async () => {
  const state = new State()
  state.select(new Selected('INBOX', false))
  state.selected!.exists = 11
  const transcript = `
    C: A1 EXPUNGE
    S: * 3 EXPUNGE
    S: * 3 EXPUNGE
    S: A1 OK EXPUNGE completed`
  await converse(expunge(), transcript, { state })
  expect(state.selected?.exists).toBe(9)
})

test('UID EXPUNGE removes only its own, and QRESYNC says VANISHED', async () => {
  const state = new State()
  state.select(new Selected('INBOX', false))
  state.selected!.exists = 5
  const transcript = `
    C: A1 UID EXPUNGE 3000:3002
    S: * VANISHED 3000:3001
    S: A1 OK UID EXPUNGE completed`
  await converse(expunge(UidSet.from('3000:3002')), transcript, { state })
  expect(state.selected?.exists).toBe(3)
})
