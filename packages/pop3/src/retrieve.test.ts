import { type MemoryTransport, memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { Pop3Client } from './client.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function connected(): Promise<{ server: MemoryTransport; pop: Pop3Client }> {
  const server = memoryTransport()
  const connecting = Pop3Client.connect('mail.example', { tls: 'none', transport: server })
  await turn()
  server.say('+OK ready\r\n')
  await turn()
  server.say('+OK\r\nPIPELINING\r\n.\r\n')
  const pop = await connecting
  return { server, pop }
}

test('of large maildrops as much is in flight as may lie in memory: 8 MiB, however many messages that is', async () => {
  const { server, pop } = await connected()
  const asked = (): number => server.sent.split('RETR ').length - 1

  const octets = 1_000_000
  const messages = 40
  let taken = 0
  let most = 0
  const reading = (async () => {
    for await (const { body } of pop.retrieve()) {
      expect((await body.bytes()).length).toBe(9)
      taken++
      most = Math.max(most, asked() - taken)
    }
  })()
  await turn()
  const list = Array.from({ length: messages }, (_, index) => `${index + 1} ${octets}\r\n`)
  server.say(`+OK\r\n${list.join('')}.\r\n`)
  await turn()
  expect(asked()).toBe(Math.floor((8 * 1024 * 1024) / octets))
  for (let answered = 0; answered < messages; answered++) {
    server.say('+OK\r\nmessage\r\n.\r\n')
    await turn()
  }
  await reading
  expect([taken, asked()]).toEqual([messages, messages])
  expect((most + 1) * octets).toBeLessThanOrEqual(8 * 1024 * 1024 + octets)
  pop.close()
})

test('a message of more than 1 MiB is streamed, and nothing goes behind it before it is read', async () => {
  const { server, pop } = await connected()
  const sizes: number[] = []
  const reading = (async () => {
    for await (const { body } of pop.retrieve()) sizes.push((await body.bytes()).length)
  })()
  await turn()
  server.say(`+OK\r\n1 ${1024 * 1024}\r\n2 ${1024 * 1024 + 1}\r\n3 10\r\n.\r\n`)
  await turn()
  const before = server.sent.length
  expect(server.sent.endsWith('RETR 1\r\n')).toBe(true)
  server.say('+OK\r\none\r\n.\r\n')
  await turn()
  expect(server.sent.slice(before)).toBe('RETR 2\r\n')
  server.say('+OK\r\nthe second\r\n')
  await turn()
  expect(server.sent.slice(before)).toBe('RETR 2\r\n')
  server.say('.\r\n')
  await turn()
  expect(server.sent.slice(before)).toBe('RETR 2\r\nRETR 3\r\n')
  server.say('+OK\r\nthree\r\n.\r\n')
  await reading
  expect(sizes).toEqual([5, 12, 7])
  pop.close()
})

test('LIST may understate a size: what is far longer is not kept, and is asked for again as a stream', async () => {
  const { server, pop } = await connected()
  const sizes: number[] = []
  const reading = (async () => {
    for await (const { body } of pop.retrieve()) sizes.push((await body.bytes()).length)
  })()
  await turn()
  server.say('+OK\r\n1 10\r\n2 10\r\n3 10\r\n.\r\n')
  await turn()
  const before = server.sent.length
  const line = `${'x'.repeat(98)}\r\n`
  const message = `+OK\r\n${line.repeat(5000)}.\r\n`
  server.say(`+OK\r\n${line.repeat(4000)}.\r\n`)
  for (let at = 0; at < message.length; at += 65_536) server.say(message.slice(at, at + 65_536))
  server.say('+OK\r\nthree\r\n.\r\n')
  await turn()
  expect(server.sent.slice(before)).toBe('RETR 2\r\n')
  for (let at = 0; at < message.length; at += 65_536) {
    server.say(message.slice(at, at + 65_536))
    await turn()
  }
  await reading
  // what came in one piece was there anyway
  expect(sizes).toEqual([400_000, 500_000, 7])
  pop.close()
})
