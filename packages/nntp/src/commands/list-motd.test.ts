import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listMotd } from './list-motd.ts'

test('LIST MOTD is a text for people', () => {
  const transcript = `
    C: LIST MOTD
    S: 215 Message of the day text in UTF-8
    S: Attention all users,
    S:
    S: This server will be down: grüße.
    S: .`
  expect(play(listMotd(), transcript)).toBe('Attention all users,\n\nThis server will be down: grüße.')
})
