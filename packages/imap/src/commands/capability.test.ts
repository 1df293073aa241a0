import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { capability } from './capability.ts'

test('CAPABILITY gives names, and mechanisms as parameters of AUTH', async () => {
  const capabilities = await converse(
    capability(),
    `
    C: A1 CAPABILITY
    S: * CAPABILITY IMAP4rev1 STARTTLS AUTH=GSSAPI AUTH=plain LOGINDISABLED
    S: A1 OK CAPABILITY completed`,
  )
  expect(capabilities.has('starttls')).toBe(true)
  expect(capabilities.get('AUTH')).toEqual(['GSSAPI', 'PLAIN'])
  expect(capabilities.has('AUTH', 'plain')).toBe(true)
})
