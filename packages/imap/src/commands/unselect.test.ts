import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { unselect } from './unselect.ts'

test('UNSELECT is one word', async () => {
  const transcript = `
    C: A1 UNSELECT
    S: A1 OK UNSELECT completed`
  expect(await converse(unselect(), transcript)).toBeUndefined()
})

test('BAD is a ReplyError', async () => {
  await expect(converse(unselect(), 'S: A1 BAD no mailbox selected')).rejects.toThrow(
    'UNSELECT: BAD no mailbox selected',
  )
})
