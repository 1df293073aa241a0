import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { help } from './help.ts'

test('HELP gives a text for people', () => {
  const transcript = `
    C: HELP
    S: 100 Help text follows
    S: This is some help text.  There is no specific
    S: ..formatting requirement
    S: .`
  expect(play(help(), transcript)).toBe('This is some help text.  There is no specific\n.formatting requirement')
})
