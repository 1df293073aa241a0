import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { NotFoundError } from '../not-found-error.ts'
import { copy } from './copy.ts'

test('COPY tells the new UIDs', async () => {
  const transcript = `
    C: A1 UID COPY 304,319:320 meeting
    S: A1 OK [COPYUID 38505 304,319:320 3956:3958] Done`
  const copied = await converse(copy('304,319:320', 'meeting'), transcript)
  expect([304, 319, 320].map((uid) => copied?.get(uid))).toEqual([3956, 3957, 3958])
})

test('Office 365 tells them on a line of its own', async () => {
  const transcript = `
    S: [COPYUID 55 31 6]
    S: A1 OK COPY completed.`
  expect((await converse(copy(31, 'x'), transcript))?.get(31)).toBe(6)
})

test('without UIDPLUS nothing is told', async () => {
  expect(await converse(copy('1:*', 'x'), 'S: A1 OK done')).toBeUndefined()
})

test('a mailbox that does not exist is a NotFoundError', async () => {
  await expect(converse(copy(1, 'x'), 'S: A1 NO [TRYCREATE] no such mailbox')).rejects.toBeInstanceOf(NotFoundError)
})
