import { Engine, inOrder, ProtocolError } from '@linewire/wire'
import { memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { starttls } from './starttls.ts'

test('STARTTLS puts TLS on the connection, and nothing is sent before', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const upgraded = engine.submit(starttls())
  await Promise.resolve()
  expect(transport.sent).toBe('STARTTLS\r\n')
  transport.say('382 Continue with TLS negotiation\r\n')
  await upgraded
  expect(transport.upgraded).toBe(true)
})

test('octets behind the go-ahead end the connection before TLS begins', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const upgraded = engine.submit(starttls())
  await Promise.resolve()
  transport.say('382 Continue with TLS negotiation\r\n281 injected\r\n')
  await expect(upgraded).rejects.toThrow(ProtocolError)
  expect(transport.upgraded).toBe(false)
  expect(transport.destroyed).toBe(true)
})
