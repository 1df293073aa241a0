import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { CommitError } from '../commit-error.ts'
import { quit } from './quit.ts'

test('+OK means that the deleted messages are gone', () => {
  const transcript = `
    C: QUIT
    S: +OK dewey POP3 server signing off (maildrop empty)`
  expect(play(quit(), transcript)).toEqual({ committed: true })
})

test('-ERR means that some are not', () => {
  const refused = (): unknown => play(quit(), 'S: -ERR [SYS/TEMP] some deleted messages not removed')
  expect(refused).toThrow(CommitError)
  expect(refused).toThrow(ReplyError)
  expect(refused).toThrow('QUIT: -ERR some deleted messages not removed')
})
