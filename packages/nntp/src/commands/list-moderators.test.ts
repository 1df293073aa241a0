import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listModerators } from './list-moderators.ts'

test('LIST MODERATORS gives where articles for moderated groups go', () => {
  const transcript = `
    C: LIST MODERATORS
    S: 215 List of submission addresses follows
    S: foo.bar:announce@example.com
    S: local.*:%s@localhost
    S: .`
  expect(play(listModerators(), transcript)).toEqual([
    { group: 'foo.bar', address: 'announce@example.com' },
    { group: 'local.*', address: '%s@localhost' },
  ])
})
