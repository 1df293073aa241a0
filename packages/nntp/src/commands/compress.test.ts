import { setImmediate as tick } from 'node:timers/promises'
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { CompressionError, ConnectionError, ReplyError } from '@linewire/wire'
import { everySplit, type MemoryTransport, memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { NntpClient } from '../client.ts'
import { AuthRequiredError } from '../refusals.ts'

const flushed = { finishFlush: constants.Z_SYNC_FLUSH }
const deflated = (text: string): Buffer => deflateRawSync(text, flushed)

const before = '101 list\r\nVERSION 2\r\nREADER\r\nPOST\r\nOVER\r\nCOMPRESS DEFLATE\r\nAUTHINFO USER\r\n.\r\n'
const after = '101 list\r\nVERSION 2\r\nREADER\r\nPOST\r\nOVER\r\n.\r\n'

/** A session that waits for the reply to COMPRESS DEFLATE. */
async function asked(): Promise<{ news: NntpClient; transport: MemoryTransport; compressed: Promise<unknown> }> {
  const transport = memoryTransport()
  const connecting = NntpClient.connect({ host: 'localhost', tls: 'none', transport, timeout: 2000 })
  await tick() // a greeting is heard once it is waited for
  transport.say('200 welcome\r\n')
  while (!transport.sent.endsWith('CAPABILITIES\r\n')) await transport.written()
  transport.say(before)
  const news = await connecting
  const compressed = news.compress()
  compressed.catch(() => {})
  while (!transport.sent.endsWith('COMPRESS DEFLATE\r\n')) await transport.written()
  return { news, transport, compressed }
}

/** Waits until the client has said this behind COMPRESS DEFLATE, and nothing behind it. */
async function heard(transport: MemoryTransport, end: string): Promise<void> {
  const behind = transport.sent.indexOf('COMPRESS DEFLATE\r\n') + 18
  const said = (): string =>
    inflateRawSync(Buffer.from(transport.sent.slice(behind), 'latin1'), flushed).toString('latin1')
  while (!said().endsWith(end)) await transport.written()
}

async function compressing(): Promise<{ news: NntpClient; transport: MemoryTransport }> {
  const { news, transport, compressed } = await asked()
  transport.say('206 Compression active\r\n')
  await heard(transport, 'CAPABILITIES\r\n')
  transport.say(deflated(after))
  await compressed
  return { news, transport }
}

test('both sides compress behind the 206, and the capabilities are asked for again', async () => {
  const { news, transport } = await compressing()
  expect(news.capabilities.has('COMPRESS')).toBe(false)
  expect(news.capabilities.has('OVER')).toBe(true)
  const both = Promise.all([news.group('misc.test'), news.stat(1)])
  await heard(transport, 'GROUP misc.test\r\nSTAT 1\r\n')
  transport.say(deflated('211 1 1 1 misc.test\r\n223 1 <a@b>\r\n'))
  const [group, { id }] = await both
  expect([group.count, id]).toEqual([1, '<a@b>'])
  news.close()
})

test('an article, wherever the compressed stream is cut', async () => {
  for (const pieces of everySplit(deflated('220 1 <a@b>\r\nSubject: x\r\n\r\n..dot\r\nend\r\n.\r\n'))) {
    const { news, transport } = await compressing()
    const asking = news.article(1)
    await heard(transport, 'ARTICLE 1\r\n')
    for (const piece of pieces) transport.say(piece)
    const { headers, body } = await asking
    expect([headers.get('Subject'), await body.text()]).toEqual(['x', '.dot\r\nend\r\n'])
    news.close()
  }
})

test('POST doubles its dots, and then is compressed', async () => {
  const { news, transport } = await compressing()
  const posting = news.post('From: a\r\nSubject: x\r\n\r\n.dot\r\n')
  await heard(transport, 'POST\r\n')
  transport.say(deflated('340 send it\r\n'))
  await heard(transport, '\r\n\r\n..dot\r\n.\r\n')
  transport.say(deflated('240 received <a@b>\r\n'))
  expect((await posting).text).toContain('received')
  news.close()
})

test.each([
  ['403 not now', CompressionError, true],
  ['500 what?', CompressionError, false],
  ['502 compression is active', CompressionError, false],
  ['503 not that one', CompressionError, false],
  ['480 log in first', AuthRequiredError, false],
] as const)('%s: the connection stays as it is', async (reply, Kind, transient) => {
  const { news, transport, compressed } = await asked()
  transport.say(`${reply}\r\n`)
  await expect(compressed).rejects.toThrow(Kind)
  await expect(compressed).rejects.toThrow(ReplyError)
  await expect(compressed).rejects.toMatchObject({ code: reply.slice(0, 3), transient })
  const date = news.date()
  while (!transport.sent.endsWith('DATE\r\n')) await transport.written()
  transport.say('111 20261123140000\r\n')
  expect((await date).getUTCFullYear()).toBe(2026)
  news.close()
})

test('compression, STARTTLS and a login may not follow: nothing is sent. RFC 8054 §2.2.2', async () => {
  const { news, transport } = await compressing()
  const { sent } = transport
  await expect(news.compress()).rejects.toMatchObject({ code: 'ERR_COMPRESSED', verb: 'COMPRESS' })
  await expect(news.compress()).rejects.toThrow(CompressionError)
  await expect(news.startTls()).rejects.toMatchObject({ code: 'ERR_COMPRESSED', verb: 'STARTTLS' })
  const login = news.login({ user: 'alice', password: 'wonderland' })
  await expect(login).rejects.toMatchObject({ code: 'ERR_COMPRESSED', verb: 'AUTHINFO' })
  expect(transport.sent).toBe(sent)
  transport.close()
  await expect(news.date()).rejects.toThrow(ConnectionError)
})

test('two at once: the server refuses the second, and the connection lives', async () => {
  const { news, transport, compressed } = await asked()
  const second = news.compress()
  second.catch(() => {})
  transport.say('206 Compression active\r\n')
  await heard(transport, 'COMPRESS DEFLATE\r\n')
  transport.say(deflated('502 compression is active\r\n'))
  await expect(second).rejects.toThrow(CompressionError)
  await heard(transport, 'CAPABILITIES\r\n')
  transport.say(deflated(after))
  await compressed
  expect(news.closed).toBe(false)
  news.close()
})
