import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { newGroups } from './new-groups.ts'

test('NEWGROUPS lists groups as LIST ACTIVE does', () => {
  const transcript = `
    C: NEWGROUPS 19990624 000000 GMT
    S: 231 list of new newsgroups follows
    S: alt.rfc-writers.recovery 4 1 y
    S: tx.natives.recovery 89 56 y
    S: .`
  expect(play(newGroups(new Date('1999-06-24T00:00:00Z')), transcript)).toEqual([
    { name: 'alt.rfc-writers.recovery', first: 1, last: 4, status: 'y' },
    { name: 'tx.natives.recovery', first: 56, last: 89, status: 'y' },
  ])
})

test('none is an empty list', () => {
  expect(play(newGroups(new Date(0)), 'S: 231 list of new newsgroups follows\nS: .')).toEqual([])
})
