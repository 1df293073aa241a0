import { asBuffer, type Body, decode, Engine, inOrder, LimitError } from '@linewire/wire'
import { everySplit, memoryTransport, play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { open, retr } from './retr.ts'

const transcript = `
    C: RETR 1
    S: +OK 120 octets
    S: Subject: dots
    S:
    S: ..a line that began with a dot
    S: .
  `
const message = 'Subject: dots\r\n\r\n.a line that began with a dot\r\n'

test('RETR gives the message, its dots taken off', () => {
  expect(decode(asBuffer(play(retr(1), transcript)))).toBe(message)
})

test('a message of no lines is a message of no octets', () => {
  expect(play(retr(1), 'S: +OK\nS: .')).toHaveLength(0)
})

test('the octets that +OK announces are not believed', () => {
  expect(play(retr(1), 'S: +OK 7 octets\nS: a message\nS: .')).toHaveLength(11)
})

test('a message of one octet more than maxBytes is a LimitError', () => {
  expect(play(retr(1, 11), 'S: +OK\nS: a message\nS: .')).toHaveLength(11)
  expect(() => play(retr(1, 10), 'S: +OK\nS: a message\nS: .')).toThrow(LimitError)
})

test('open gives the message as a stream, however the server cuts it', async () => {
  const octets = `+OK\r\n${message.replace('\r\n.', '\r\n..')}.\r\n`
  for (const chunks of everySplit(octets)) {
    const transport = memoryTransport()
    const engine = new Engine(transport, inOrder)
    const opened = engine.submit(open(1)) as Promise<Body>
    await Promise.resolve()
    for (const chunk of chunks) transport.say(chunk)
    expect(await (await opened).text()).toBe(message)
  }
})

test('a message that is not there is declined', () => {
  expect(() => play(retr(9), 'S: -ERR no such message')).toThrow('RETR 9: -ERR no such message')
})
