import { ReplyError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { exit, Failure, failureOf } from '../src/failure.ts'
import { harmless, program } from '../src/program.ts'
import { Stage } from './stage.ts'

test('what strangers wrote does nothing to the terminal', async () => {
  using stage = new Stage()
  const run = (_argv: readonly string[], io: Parameters<typeof program>[1]) =>
    program([], io, '', async ({ out }) => {
      out('\x1b[2Jgone\x9b31m\u202eback\ttab')
      throw new Error('\x1b]0;title\x07')
    })
  const { code, out, err } = await stage.play(run, [])
  expect(code).toBe(exit.unexpected)
  expect(out).toBe('\ufffd[2Jgone\ufffd31m\ufffdback\ttab')
  expect(err).toBe('\ufffd]0;title\ufffd')
  expect(harmless('Grüße 你好 👋')).toBe('Grüße 你好 👋')
})

test('a goodbye that fails does not hide what went wrong before', () => {
  const first = new Failure(21, 'the first')
  const suppressed = Object.assign(new Error('two errors'), {
    name: 'SuppressedError',
    error: new Error('the goodbye'),
    suppressed: first,
  })
  expect(failureOf(suppressed)).toBe(first)
})

test('a refusal that no program expects says what the server said', () => {
  const refusal = new ReplyError({ command: 'STAT', code: '-ERR', text: 'maildrop broken' })
  expect(failureOf(refusal)).toMatchObject({ exit: exit.declined, message: 'STAT: -ERR maildrop broken' })
})
