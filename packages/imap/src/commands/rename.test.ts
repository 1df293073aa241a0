import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { rename } from './rename.ts'

test('RENAME names both', async () => {
  const transcript = `
    C: A1 RENAME blurdybloop "saras owa"
    S: A1 OK RENAME completed`
  expect(await converse(rename('blurdybloop', 'saras owa'), transcript)).toBeUndefined()
})

test.each(['\r', '\n', '\0'])('neither name holds %j', (octet) => {
  expect(() => rename(`a${octet}`, 'b')).toThrow('the mailbox name must not contain')
  expect(() => rename('a', `b${octet}`)).toThrow('the mailbox name must not contain')
})
