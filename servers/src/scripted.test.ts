import { expect, test } from 'vitest'
import { RawClient } from './raw-client.ts'
import { scriptedServer } from './scripted.ts'

test('a conversation is played line by line, regular expressions and bodies too', async () => {
  await using server = await scriptedServer({
    script: [
      'S: 220-one',
      'S: 220 two',
      'C: /^EHLO \\S+$/',
      'S: 250 ok',
      'C: DATA',
      'S: 354 go',
      'BODY',
      Buffer.from('250\n'),
      'C: QUIT',
    ],
  })
  const client = RawClient.dial(server)
  client.send('EHLO me\r\nDATA\r\n..\r\n.\r\nQUIT\r\n')
  expect(await client.rest()).toBe('220-one\r\n220 two\r\n250 ok\r\n354 go\r\n250\n')
})

test('TLS behind its go-ahead, and in the same write what the fault injector adds', async () => {
  const script = ['S: +OK', 'C: STLS', 'S: +OK go', 'TLS', 'C: NOOP', 'S: +OK']
  await using server = await scriptedServer({ script })
  const client = RawClient.dial(server)
  await client.line()
  expect(await client.ask('STLS')).toBe('+OK go')
  await client.startTls()
  expect(await client.ask('NOOP')).toBe('+OK')
  await using evil = await scriptedServer({ script, faults: { afterStartTls: '+OK evil\r\n' } })
  const victim = RawClient.dial(evil)
  await victim.line()
  expect(await victim.ask('STLS')).toBe('+OK go')
  expect(await victim.line()).toBe('+OK evil')
  victim.close()
})

test('implicit TLS is an option of the server; another script for another connection', async () => {
  await using server = await scriptedServer({
    tls: 'implicit',
    script: (connection) => [`S: 200 ${connection}`, 'CLOSE', 'S: x'],
  })
  expect(await RawClient.dial(server, 'tls').rest()).toBe('200 0\r\n')
  expect(await RawClient.dial(server, 'tls').rest()).toBe('200 1\r\n')
})

test('lines that follow each other are one reply: a fault can cut it in the middle', async () => {
  await using server = await scriptedServer({
    script: ['S: * OK', 'C: a LIST', 'S: * LIST', 'S: a OK'],
    faults: { closeAt: 1, closeWhen: 'middle' },
  })
  const client = RawClient.dial(server)
  await client.line()
  client.send('a LIST\r\n')
  expect(await client.rest()).toBe('* LIST\r')
})

test('WAIT keeps the connection until the client leaves', async () => {
  await using server = await scriptedServer({ script: ['S: 200 hi', 'WAIT'] })
  const client = RawClient.dial(server)
  expect(await client.line()).toBe('200 hi')
  client.send('anything\r\n')
  client.close()
  await server.sessions[0]?.closed
})

test('a client that departs from the script, and a step that is none, make close() reject', async () => {
  for (const [script, message] of [
    [['C: STAT'], 'the script expects "STAT", the client sent "LIST"'],
    [['C: /^S/'], 'the script expects "/^S/", the client sent "LIST"'],
    [['HELLO'], 'a script knows'],
  ] as const) {
    const server = await scriptedServer({ script })
    const client = RawClient.dial(server)
    client.send('LIST\r\n')
    await client.rest()
    await expect(server.close()).rejects.toThrow(message)
  }
})
