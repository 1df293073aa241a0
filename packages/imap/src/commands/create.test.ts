import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { create } from './create.ts'

test('CREATE names a mailbox', async () => {
  const transcript = `
    C: A1 CREATE owatagusiam/blurdybloop
    S: A1 OK CREATE completed`
  expect(await converse(create('owatagusiam/blurdybloop'), transcript)).toBeUndefined()
})

test('a name beyond ASCII is modified UTF-7', async () => {
  const transcript = `
    C: A1 CREATE &ZeVnLIqe-
    S: A1 OK done`
  await converse(create('日本語'), transcript)
})

test('NO is a ReplyError that names the command', async () => {
  await expect(converse(create('x'), 'S: A1 NO [CANNOT] not here')).rejects.toThrow('CREATE x: NO not here')
})

test.each(['\r', '\n', '\0'])('the name must not hold %j', (octet) => {
  expect(() => create(`a${octet}b`)).toThrow('the mailbox name must not contain')
})
