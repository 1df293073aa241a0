import { ArgumentError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { NoGroupSelectedError, NoSuchGroupError } from '../refusals.ts'
import { listGroup, parseNumber } from './list-group.ts'

test('behind LISTGROUP a 211 has a block', async () => {
  const transcript = `
    C: LISTGROUP misc.test
    S: 211 2000 3000234 3002322 misc.test list follows
    S: 3000234
    S: 3000237
    S: .`
  const body = await converse(listGroup('misc.test'), transcript)
  expect((await body.text()).split('\r\n').map(parseNumber)).toEqual([3000234, 3000237, undefined])
})

test('the selected group, a range of it, an empty one', async () => {
  expect(listGroup().line).toBe('LISTGROUP')
  expect(listGroup('misc.test', { from: 3000238, to: 3000248 }).line).toBe('LISTGROUP misc.test 3000238-3000248')
  expect(listGroup('misc.test', '1-').line).toBe('LISTGROUP misc.test 1-')
  expect(() => listGroup(undefined, 1)).toThrow(ArgumentError)
  expect(await (await converse(listGroup('e'), 'S: 211 0 4000 3999 e\nS: .')).bytes()).toHaveLength(0)
})

test('no such group, no group at all', async () => {
  await expect(converse(listGroup('x.y'), 'S: 411 unknown')).rejects.toThrow(NoSuchGroupError)
  await expect(converse(listGroup(), 'S: 412 no newsgroup selected')).rejects.toThrow(NoGroupSelectedError)
})

test('a name with a blank or a line end is none', () => {
  for (const name of ['misc test', 'misc.test\r\nPOST']) expect(() => listGroup(name)).toThrow(ArgumentError)
  expect(() => listGroup('misc.test', '1-2\r\nPOST')).toThrow(ArgumentError)
})
