import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { utime } from './utime.ts'

const date = new Date('2020-02-29T12:34:56Z')

test('SITE UTIME has three times, all in UTC', () => {
  const line = 'SITE UTIME a b 20200229123456 20200229123456 20200229123456 UTC'
  expect(play(utime('a b', date), `C: ${line}\nS: 200 SITE UTIME command successful`)).toBeUndefined()
})

test('a server without it declines', () => {
  expect(() => play(utime('a', date), 'S: 504 unknown SITE command')).toThrow(ReplyError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => utime(bad, date)).toThrow(ArgumentError)
})
