import { ProtocolError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { State } from '../state.ts'
import { greeting } from './greeting.ts'

test('OK and PREAUTH are greetings', async () => {
  expect(await converse(greeting(1000), 'S: * OK IMAP4rev1 server ready')).toEqual({
    code: 'OK',
    text: 'IMAP4rev1 server ready',
  })
  expect(await converse(greeting(1000), 'S: * PREAUTH logged in as Smith')).toMatchObject({ code: 'PREAUTH' })
})

test('the capabilities of the greeting are kept', async () => {
  const state = new State()
  await converse(greeting(1000), 'S: * OK [CAPABILITY IMAP4rev1 LITERAL+] ready', { state })
  expect(state.capabilities.has('LITERAL+')).toBe(true)
})

test('BYE is the end', async () => {
  await expect(converse(greeting(1000), 'S: * BYE too many connections')).rejects.toThrow('too many connections')
})

test('another protocol is told from IMAP', async () => {
  await expect(converse(greeting(1000), 'S: HTTP/1.1 400 Bad Request')).rejects.toThrow(ProtocolError)
  await expect(converse(greeting(1000), 'S: * 3 EXISTS')).rejects.toThrow('greeting: expected "* OK"')
})
