import { setImmediate as tick } from 'node:timers/promises'
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { ArgumentError, CompressionError, ConnectionError } from '@linewire/wire'
import { everySplit, type MemoryTransport, memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ImapClient } from '../client.ts'

const flushed = { finishFlush: constants.Z_SYNC_FLUSH }
const deflated = (text: string): Buffer => deflateRawSync(text, flushed)

/** A session that is about to hear the reply to `A1 COMPRESS DEFLATE`. */
async function asked(): Promise<{ imap: ImapClient; transport: MemoryTransport; compressed: Promise<void> }> {
  const transport = memoryTransport()
  const connecting = ImapClient.connect({ host: 'localhost', tls: 'none', transport, id: null, timeout: 2000 })
  await tick() // a greeting is heard once it is waited for
  transport.say('* PREAUTH [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] ready\r\n')
  const imap = await connecting
  const compressed = imap.compress()
  compressed.catch(() => {})
  while (!transport.sent.endsWith('COMPRESS DEFLATE\r\n')) await transport.written()
  return { imap, transport, compressed }
}

const tag = ({ sent }: MemoryTransport): string => /(A\d+) COMPRESS/.exec(sent)![1]!

/** What the client has said behind COMPRESS DEFLATE, once it has said as much as this. */
async function heard(transport: MemoryTransport, end: string): Promise<string> {
  const behind = transport.sent.indexOf('DEFLATE\r\n') + 9
  for (;;) {
    const text = inflateRawSync(Buffer.from(transport.sent.slice(behind), 'latin1'), flushed).toString()
    if (text.endsWith(end)) return text
    await transport.written()
  }
}

test('both sides compress behind the OK, and commands go out together as before', async () => {
  const { imap, transport, compressed } = await asked()
  transport.say(`${tag(transport)} OK DEFLATE active\r\n`)
  await compressed
  const both = Promise.all([imap.create('a'), imap.create('b')])
  const said = await heard(transport, 'CREATE b\r\n')
  const tags = [...said.matchAll(/^(A\d+) CREATE/gm)].map(([, each]) => each)
  expect(tags).toHaveLength(2)
  transport.say(deflated(tags.map((each) => `${each} OK done\r\n`).join('')))
  await both
  imap.close()
})

test('what follows the OK in the same packet is compressed, wherever the stream is cut', async () => {
  const alert = deflated('* OK [ALERT] now compressed\r\n')
  for (const pieces of everySplit(alert)) {
    const { imap, transport, compressed } = await asked()
    const [first, ...rest] = pieces
    transport.say(Buffer.concat([Buffer.from(`${tag(transport)} OK DEFLATE active\r\n`), first!]))
    for (const piece of rest) transport.say(piece)
    await compressed
    const noop = imap.noop()
    const said = await heard(transport, 'NOOP\r\n')
    transport.say(deflated(`${said.split(' ')[0]} OK done\r\n`))
    await noop
    expect(imap.alerts).toEqual(['now compressed'])
    imap.close()
  }
})

test('a server that declines stays in clear', async () => {
  const { imap, transport, compressed } = await asked()
  transport.say(`${tag(transport)} NO [COMPRESSIONACTIVE] DEFLATE active via TLS\r\n`)
  await expect(compressed).rejects.toThrow(CompressionError)
  await expect(compressed).rejects.toMatchObject({ code: 'NO', responseCode: 'COMPRESSIONACTIVE' })
  const noop = imap.noop()
  while (!transport.sent.endsWith('NOOP\r\n')) await transport.written()
  transport.say(`${transport.sent.split('\r\n').at(-2)!.split(' ')[0]} OK done\r\n`)
  await noop
  imap.close()
})

test('BAD is a CompressionError too', async () => {
  const { transport, compressed } = await asked()
  transport.say(`${tag(transport)} BAD unknown command\r\n`)
  await expect(compressed).rejects.toThrow('COMPRESS DEFLATE: BAD unknown command')
  await expect(compressed).rejects.toThrow(CompressionError)
})

test('neither compression nor STARTTLS may follow: nothing is sent', async () => {
  const { imap, transport, compressed } = await asked()
  transport.say(`${tag(transport)} OK DEFLATE active\r\n`)
  await compressed
  const { sent } = transport
  await expect(imap.compress()).rejects.toMatchObject({ code: 'ERR_COMPRESSED', verb: 'COMPRESS' })
  await expect(imap.compress()).rejects.toThrow(CompressionError)
  await expect(imap.startTls()).rejects.toMatchObject({ code: 'ERR_COMPRESSED', verb: 'STARTTLS' })
  await expect(imap.create('a\r\nb')).rejects.toThrow(ArgumentError)
  expect(transport.sent).toBe(sent)
  transport.close()
  await expect(imap.noop()).rejects.toThrow(ConnectionError)
})
