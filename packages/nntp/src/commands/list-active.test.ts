import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listActive } from './list-active.ts'

test('LIST ACTIVE gives the groups, the highest number first on the line', () => {
  const transcript = `
    C: LIST ACTIVE
    S: 215 list of newsgroups follows
    S: misc.test 3002322 3000234 y
    S: comp.risks 442001 441099 m
    S: alt.rfc-writers.recovery 4 1 y
    S: not a group
    S: .`
  expect(play(listActive(), transcript)).toEqual([
    { name: 'misc.test', first: 3000234, last: 3002322, status: 'y' },
    { name: 'comp.risks', first: 441099, last: 442001, status: 'm' },
    { name: 'alt.rfc-writers.recovery', first: 1, last: 4, status: 'y' },
  ])
})

test('a wildmat narrows it; one with a blank or a line end is none', () => {
  expect(listActive('*.recovery').line).toBe('LIST ACTIVE *.recovery')
  for (const wildmat of ['a b', 'a\r\nPOST', '']) expect(() => listActive(wildmat)).toThrow(ArgumentError)
})

test('a server that does not keep the list says 503', () => {
  expect(() => play(listActive(), 'S: 503 Data item not stored')).toThrow('LIST ACTIVE: 503 Data item not stored')
})
