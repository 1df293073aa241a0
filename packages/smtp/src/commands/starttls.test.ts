import { Engine, inOrder, ProtocolError, ReplyError } from '@linewire/wire'
import { type MemoryTransport, memoryTransport, play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { starttls } from './starttls.ts'

async function asked(): Promise<{ transport: MemoryTransport; upgraded: Promise<unknown> }> {
  const transport = memoryTransport()
  const upgraded = new Engine(transport, inOrder).submit(starttls())
  await Promise.resolve()
  expect(transport.sent).toBe('STARTTLS\r\n')
  return { transport, upgraded }
}

test('STARTTLS puts TLS on the connection behind the go-ahead', async () => {
  const { transport, upgraded } = await asked()
  transport.say('220 Go ahead\r\n')
  await upgraded
  expect(transport.upgraded).toBe(true)
})

test('octets behind the go-ahead end the connection before TLS begins', async () => {
  for (const injected of ['250 injected\r\n', '2']) {
    const { transport, upgraded } = await asked()
    transport.say(`220 Go ahead\r\n${injected}`)
    await expect(upgraded).rejects.toThrow(ProtocolError)
    expect(transport.upgraded).toBe(false)
    expect(transport.destroyed).toBe(true)
  }
})

test('STARTTLS can be declined', () => {
  expect(() => play(starttls(), 'S: 454 4.7.0 TLS not available due to local problem')).toThrow(ReplyError)
})
