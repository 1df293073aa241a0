import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { close } from './close.ts'

test('CLOSE is one word', async () => {
  const transcript = `
    C: A1 CLOSE
    S: A1 OK CLOSE completed`
  expect(await converse(close(), transcript)).toBeUndefined()
})

test('BAD is a ReplyError', async () => {
  await expect(converse(close(), 'S: A1 BAD no mailbox selected')).rejects.toThrow('CLOSE: BAD no mailbox selected')
})
