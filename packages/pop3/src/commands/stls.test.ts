import { Engine, inOrder, ProtocolError } from '@linewire/wire'
import { memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { stls } from './stls.ts'

test('STLS puts TLS on the connection, and nothing is sent before', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const upgraded = engine.submit(stls())
  await Promise.resolve()
  expect(transport.sent).toBe('STLS\r\n')
  transport.say('+OK Begin TLS negotiation\r\n')
  await upgraded
  expect(transport.upgraded).toBe(true)
})

test('octets behind the go-ahead end the connection before TLS begins', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const upgraded = engine.submit(stls())
  await Promise.resolve()
  transport.say('+OK Begin TLS negotiation\r\n+OK injected\r\n')
  await expect(upgraded).rejects.toThrow(ProtocolError)
  expect(transport.upgraded).toBe(false)
  expect(transport.destroyed).toBe(true)
})
