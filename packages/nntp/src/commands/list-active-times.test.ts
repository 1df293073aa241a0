import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listActiveTimes } from './list-active-times.ts'

test('LIST ACTIVE.TIMES counts seconds since 1970', () => {
  const transcript = `
    C: LIST ACTIVE.TIMES
    S: 215 information follows
    S: misc.test 930445408 <creatme@isc.org>
    S: tx.natives.recovery 930678923
    S: nonsense
    S: .`
  expect(play(listActiveTimes(), transcript)).toEqual([
    { name: 'misc.test', created: new Date(930445408000), creator: '<creatme@isc.org>' },
    { name: 'tx.natives.recovery', created: new Date(930678923000), creator: '' },
  ])
})
