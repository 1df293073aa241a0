import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { stat } from './stat.ts'

test('what the server says of the session (ProFTPD 1.3.8)', () => {
  const transcript = `
    C: STAT
    S: 211-Status of 'Lab ProFTPD'
    S:  Connected from 127.0.0.1 (127.0.0.1)
    S:  Logged in as alice
    S: 211 End of status`
  expect(play(stat(), transcript)).toEqual([' Connected from 127.0.0.1 (127.0.0.1)', ' Logged in as alice'])
})

test('a directory as LIST shows it (vsftpd 3.0.3), and one that is empty', () => {
  const transcript = `
    C: STAT -a pub
    S: 213-Status follows:
    S: -rw-r--r--    1 8        8              11 Nov 25 23:53 a b.txt
    S: 213 End of status`
  expect(play(stat('pub', true), transcript)).toEqual([
    '-rw-r--r--    1 8        8              11 Nov 25 23:53 a b.txt',
  ])
  expect(play(stat('-x'), 'C: STAT ./-x\nS: 213-Status follows:\nS: 213 End of status')).toEqual([])
})

test('a path that begins with a blank, or like an option, is a path', () => {
  expect(stat(' a').line).toBe('STAT ./ a')
  expect(stat('-R').line).toBe('STAT ./-R')
})

test('one line is the answer itself', () => {
  expect(play(stat(), 'S: 211 All is well')).toEqual(['All is well'])
  expect(() => play(stat('x'), 'S: 450 No such file')).toThrow(ReplyError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => stat(bad)).toThrow(ArgumentError)
})
