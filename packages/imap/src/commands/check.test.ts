import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { check } from './check.ts'

test('CHECK is one word', async () => {
  const transcript = `
    C: A1 CHECK
    S: A1 OK CHECK completed`
  expect(await converse(check(), transcript)).toBeUndefined()
})

test('BAD is a ReplyError', async () => {
  await expect(converse(check(), 'S: A1 BAD no mailbox selected')).rejects.toThrow('CHECK: BAD no mailbox selected')
})
