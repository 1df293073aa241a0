import { ConnectionError, Engine, inOrder, ProtocolError } from '@linewire/wire'
import { converse, memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { DataError } from '../refusals.ts'
import { data } from './data.ts'
import { noop } from './noop.ts'

test('the message goes out when the server says 354, and a lone dot ends it', async () => {
  const transcript = `
    C: DATA
    S: 354 Start mail input; end with <CRLF>.<CRLF>
    C: Blah blah blah...
    C: ...etc. etc. etc.
    C: .
    S: 250 OK`
  const source = 'Blah blah blah...\r\n..etc. etc. etc.\r\n'
  expect((await converse(data(source), transcript)).code).toBe(250)
})

test('a bare CR, a bare LF and a missing end become CR LF, and no dot among them ends the message', async () => {
  const transcript = `
    C: DATA
    S: 354 go
    C: a
    C: ..
    C: b
    C: ..
    C: QUIT
    C: .
    S: 250 OK`
  await converse(data('a\n.\nb\r.\rQUIT'), transcript)
})

test('a message of no octets is a lone dot', async () => {
  await converse(data(''), 'C: DATA\nS: 354 go\nC: .\nS: 250 OK')
})

test('nothing goes out when the server says no', async () => {
  const refused = converse(data('Subject: x\r\n'), 'C: DATA\nS: 503 5.5.1 need RCPT')
  await expect(refused).rejects.toThrow(DataError)
  await expect(refused).rejects.toThrow('DATA: 503 5.5.1 need RCPT')
})

test('the server may refuse the message when it has it', async () => {
  const refused = converse(data('x'), 'C: DATA\nS: 354 go\nC: x\nC: .\nS: 554 5.7.1 looks like spam')
  await expect(refused).rejects.toMatchObject({ code: '554', responseCode: '5.7.1', transient: false })
})

test('250 in place of 354 is no go-ahead', async () => {
  await expect(converse(data('x'), 'S: 250 OK')).rejects.toThrow(ProtocolError)
})

test('a source that breaks closes the connection, and no dot ends what had gone out', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half of it\r\n')
    throw new Error('disk on fire')
  }
  const transport = memoryTransport()
  const sending = new Engine(transport, inOrder).submit(data(broken()))
  await Promise.resolve()
  transport.say('354 go\r\n')
  await expect(sending).rejects.toThrow(ConnectionError)
  await expect(sending).rejects.toThrow('disk on fire')
  expect(transport.sent).toBe('DATA\r\nhalf of it\r\n')
  expect(transport.destroyed).toBe(true)
})

test('what comes next goes right behind the dot', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder, { depth: 8 })
  const both = Promise.all([engine.submit(data('x')), engine.submit(noop())])
  await Promise.resolve()
  transport.say('354 go\r\n')
  while (!transport.sent.endsWith('NOOP\r\n')) await transport.written()
  expect(transport.sent).toBe('DATA\r\nx\r\n.\r\nNOOP\r\n')
  transport.say('250 queued\r\n250 idle\r\n')
  await both
})

test('unless the server is known to fail at that', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder, { depth: 8 })
  const both = Promise.all([engine.submit(data('x', { ahead: false })), engine.submit(noop())])
  await Promise.resolve()
  transport.say('354 go\r\n')
  while (!transport.sent.endsWith('.\r\n')) await transport.written()
  for (let i = 0; i < 20; i++) await Promise.resolve()
  expect(transport.sent).toBe('DATA\r\nx\r\n.\r\n')
  transport.say('250 queued\r\n')
  for (let i = 0; i < 20; i++) await Promise.resolve()
  expect(transport.sent).toBe('DATA\r\nx\r\n.\r\nNOOP\r\n')
  transport.say('250 idle\r\n')
  await both
})

test('over LMTP each recipient has an answer', async () => {
  const heard: [string, number][] = []
  const lmtp = {
    recipients: () => ['a@x', 'b@x', 'c@x'],
    heard: (recipient: string, { code }: { code: number }) => heard.push([recipient, code]),
  }
  const transcript = `
    C: DATA
    S: 354 go
    C: x
    C: .
    S: 452 4.2.2 b is full
    S: 250 2.1.5 <a@x> saved
    S: 250 2.1.5 <c@x> saved`
  expect((await converse(data('x', { lmtp }), transcript)).text).toBe('<a@x> saved')
  expect(heard).toEqual([
    ['a@x', 452],
    ['b@x', 250],
    ['c@x', 250],
  ])
})

test('progress is told in octets', async () => {
  const seen: number[] = []
  const onProgress = (octets: number): void => void seen.push(octets)
  await converse(data('abc\r\n', { onProgress }), 'C: DATA\nS: 354 go\nC: abc\nC: .\nS: 250 OK')
  expect(seen).toEqual([5, 8])
})
