import { ConnectionError, Engine, inOrder, ProtocolError, type Reply } from '@linewire/wire'
import { everySplit, memoryTransport, play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { greeting } from './greeting.ts'

test('220 is the greeting', () => {
  expect(play(greeting(), 'S: 220 Service ready')).toEqual({
    code: 220,
    lines: ['Service ready'],
    text: 'Service ready',
  })
})

test('120 says to wait for it', () => {
  expect(play(greeting(), 'S: 120 Service ready in 1 minute\nS: 220 ready').code).toBe(220)
})

test('a greeting of several lines may have anything in its middle, however the server cuts it', async () => {
  const octets = '220-Welcome\r\n  to this\r\n221 is not the end\r\n220-nor this\r\n220 but this\r\n'
  for (const chunks of everySplit(octets)) {
    const transport = memoryTransport()
    const engine = new Engine(transport, inOrder)
    const asked = engine.submit(greeting()) as Promise<Reply>
    await Promise.resolve()
    for (const chunk of chunks) transport.say(chunk)
    expect((await asked).lines).toEqual(['Welcome', '  to this', '221 is not the end', 'nor this', 'but this'])
  }
})

test('421 is the end of it', () => {
  expect(() => play(greeting(), 'S: 421 too many connections')).toThrow(ConnectionError)
  expect(() => play(greeting(), 'S: 421 too many connections')).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ code: '421', transient: true }) }),
  )
})

test('what is no reply is a ProtocolError', () => {
  expect(() => play(greeting(), 'S: SSH-2.0-OpenSSH_9.2')).toThrow(ProtocolError)
})
