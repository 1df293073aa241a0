import { ConnectionError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { logout } from './logout.ts'
import { noop } from './noop.ts'

test('the BYE that answers LOGOUT is no failure', async () => {
  const transcript = `
    C: A1 LOGOUT
    S: * BYE IMAP4rev2 Server logging out
    S: A1 OK LOGOUT completed`
  expect(await converse(logout(), transcript)).toBeUndefined()
})

test('a BYE that nobody asked for is the end, and its text the reason', async () => {
  const failure = converse(noop(), 'S: * BYE Autologout; idle for too long')
  await expect(failure).rejects.toThrow('the server said goodbye: Autologout; idle for too long')
  await expect(failure).rejects.toBeInstanceOf(ConnectionError)
})
