import { ProtocolError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { authTls } from './auth-tls.ts'

test.each([234, 334])('%i is the go-ahead', async (code) => {
  expect(await converse(authTls(), `C: AUTH TLS\nS: ${code} go ahead`)).toBeUndefined()
})

test('what comes in clear behind it ends the connection', async () => {
  const split = (octets: Buffer): Buffer[] => [Buffer.concat([octets, Buffer.from('230 logged in\r\n')])]
  await expect(converse(authTls(), 'C: AUTH TLS\nS: 234 go ahead', { split })).rejects.toThrow(ProtocolError)
})

test('a refusal is a ReplyError', async () => {
  await expect(converse(authTls(), 'C: AUTH TLS\nS: 502 no TLS here')).rejects.toThrow('AUTH TLS: 502 no TLS here')
})
