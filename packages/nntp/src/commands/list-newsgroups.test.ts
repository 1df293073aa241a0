import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listNewsgroups } from './list-newsgroups.ts'

test('LIST NEWSGROUPS says what groups are about', () => {
  const transcript = `
    C: LIST NEWSGROUPS misc.*
    S: 215 information follows
    S: misc.test\tGeneral Usenet testing
    S: misc.cafe   Café and other things
    S: misc.silent
    S: .`
  expect(play(listNewsgroups('misc.*'), transcript)).toEqual([
    { name: 'misc.test', description: 'General Usenet testing' },
    { name: 'misc.cafe', description: 'Café and other things' },
    { name: 'misc.silent', description: '' },
  ])
})
