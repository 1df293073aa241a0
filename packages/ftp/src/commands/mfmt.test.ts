import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { mfmt } from './mfmt.ts'

test('MFMT sets a time in UTC', () => {
  expect(
    play(
      mfmt('a b', new Date('2020-02-29T12:34:56Z')),
      'C: MFMT 20200229123456 a b\nS: 213 Modify=20200229123456; a b',
    ),
  ).toBeUndefined()
})

test('a refusal names the command, and says whether it may pass', () => {
  expect(() => play(mfmt('a b', new Date('2020-02-29T12:34:56Z')), 'S: 550 No such file')).toThrow(
    'MFMT 20200229123456 a b: 550 No such file',
  )
  const busy = (): unknown => play(mfmt('a b', new Date('2020-02-29T12:34:56Z')), 'S: 450 File busy')
  expect(busy).toThrow(ReplyError)
  expect(busy).toThrow(expect.objectContaining({ code: '450', transient: true, verb: 'MFMT' }))
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => mfmt(bad, new Date())).toThrow(ArgumentError)
})
