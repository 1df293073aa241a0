import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listCounts } from './list-counts.ts'

test('LIST COUNTS gives how many articles there are as well', () => {
  const transcript = `
    C: LIST COUNTS
    S: 215 List in form "group high low count status".
    S: misc.test 3002322 3000234 1234 y
    S: example.empty 0 1 0 n
    S: short 1 2 y
    S: .`
  expect(play(listCounts(), transcript)).toEqual([
    { name: 'misc.test', first: 3000234, last: 3002322, count: 1234, status: 'y' },
    { name: 'example.empty', first: 1, last: 0, count: 0, status: 'n' },
  ])
})
