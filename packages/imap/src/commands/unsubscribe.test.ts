import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { unsubscribe } from './unsubscribe.ts'

test('UNSUBSCRIBE names a mailbox', async () => {
  const transcript = `
    C: A1 UNSUBSCRIBE owatagusiam/blurdybloop
    S: A1 OK UNSUBSCRIBE completed`
  expect(await converse(unsubscribe('owatagusiam/blurdybloop'), transcript)).toBeUndefined()
})

test('a name beyond ASCII is modified UTF-7', async () => {
  const transcript = `
    C: A1 UNSUBSCRIBE &ZeVnLIqe-
    S: A1 OK done`
  await converse(unsubscribe('日本語'), transcript)
})

test('NO is a ReplyError that names the command', async () => {
  await expect(converse(unsubscribe('x'), 'S: A1 NO [CANNOT] not here')).rejects.toThrow('UNSUBSCRIBE x: NO not here')
})

test.each(['\r', '\n', '\0'])('the name must not hold %j', (octet) => {
  expect(() => unsubscribe(`a${octet}b`)).toThrow('the mailbox name must not contain')
})
