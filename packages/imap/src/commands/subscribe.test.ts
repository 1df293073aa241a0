import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { subscribe } from './subscribe.ts'

test('SUBSCRIBE names a mailbox', async () => {
  const transcript = `
    C: A1 SUBSCRIBE owatagusiam/blurdybloop
    S: A1 OK SUBSCRIBE completed`
  expect(await converse(subscribe('owatagusiam/blurdybloop'), transcript)).toBeUndefined()
})

test('a name beyond ASCII is modified UTF-7', async () => {
  const transcript = `
    C: A1 SUBSCRIBE &ZeVnLIqe-
    S: A1 OK done`
  await converse(subscribe('日本語'), transcript)
})

test('NO is a ReplyError that names the command', async () => {
  await expect(converse(subscribe('x'), 'S: A1 NO [CANNOT] not here')).rejects.toThrow('SUBSCRIBE x: NO not here')
})

test.each(['\r', '\n', '\0'])('the name must not hold %j', (octet) => {
  expect(() => subscribe(`a${octet}b`)).toThrow('the mailbox name must not contain')
})
