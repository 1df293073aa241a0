import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { deleteMailbox } from './delete.ts'

test('DELETE names a mailbox', async () => {
  const transcript = `
    C: A1 DELETE owatagusiam/blurdybloop
    S: A1 OK DELETE completed`
  expect(await converse(deleteMailbox('owatagusiam/blurdybloop'), transcript)).toBeUndefined()
})

test('a name beyond ASCII is modified UTF-7', async () => {
  const transcript = `
    C: A1 DELETE &ZeVnLIqe-
    S: A1 OK done`
  await converse(deleteMailbox('日本語'), transcript)
})

test('NO is a ReplyError that names the command', async () => {
  await expect(converse(deleteMailbox('x'), 'S: A1 NO [CANNOT] not here')).rejects.toThrow('DELETE x: NO not here')
})

test.each(['\r', '\n', '\0'])('the name must not hold %j', (octet) => {
  expect(() => deleteMailbox(`a${octet}b`)).toThrow('the mailbox name must not contain')
})
