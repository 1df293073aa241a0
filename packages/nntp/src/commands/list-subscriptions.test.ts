import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listSubscriptions } from './list-subscriptions.ts'

test('LIST SUBSCRIPTIONS proposes groups', () => {
  const transcript = `
    C: LIST SUBSCRIPTIONS
    S: 215 List of default newsgroups follows
    S: local.welcome.newusers
    S: local.test
    S: .`
  expect(play(listSubscriptions(), transcript)).toEqual(['local.welcome.newusers', 'local.test'])
})
