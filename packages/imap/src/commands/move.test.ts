import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { move } from './move.ts'

test('MOVE tells the new UIDs before the messages go', async () => {
  const transcript = `
    C: A1 UID MOVE 42:69 foo
    S: * OK [COPYUID 432432 42:69 1202:1229]
    S: * 22 EXPUNGE
    S: A1 OK Done`
  expect((await converse(move('42:69', 'foo'), transcript))?.get(42)).toBe(1202)
})

test('or with its OK', async () => {
  expect((await converse(move(1, 'foo'), 'S: A1 OK [COPYUID 1 1 9] done'))?.get(1)).toBe(9)
})
