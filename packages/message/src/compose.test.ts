import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compose } from './compose.ts'
import { ComposeError } from './errors.ts'
import type { Message } from './message.ts'
import { parse } from './parse.ts'

const base = { from: 'Ann <ann@a.example>', to: 'bob@b.example', date: new Date(0), zone: 'utc' } as const

/** What every message owes the wire: CR LF alone ends lines, no NUL, no line over 998 octets. RFC 5321 §4.5.3.1.6 */
const expectLines = (octets: Uint8Array, sevenBit: boolean): void => {
  const text = Buffer.from(octets).toString('latin1')
  expect(text.endsWith('\r\n')).toBe(true)
  for (const line of text.split('\r\n')) {
    expect(line).not.toMatch(sevenBit ? /[\r\n\0\x80-\xff]/ : /[\r\n\0]/)
    expect(line.length).toBeLessThanOrEqual(998)
  }
}

const types = async (message: Message): Promise<string[]> =>
  Array.from((await compose(message).text()).matchAll(/^Content-Type: ([^;\r]+)/gm), (match) => match[1] ?? '')

describe('the envelope', () => {
  test('to, cc and bcc, each address once, and Bcc in no header', async () => {
    const message = compose({
      ...base,
      to: ['bob@b.example', 'Bob <bob@B.EXAMPLE>'],
      cc: 'carl@c.example',
      bcc: ['dora@d.example', 'carl@c.example'],
    })
    expect(message.from).toBe('ann@a.example')
    expect(message.to).toEqual(['bob@b.example', 'carl@c.example', 'dora@d.example'])
    expect(message.envelope).toEqual({ from: message.from, to: message.to })
    expect(await message.text()).not.toMatch(/bcc|dora/i)
  })

  test('the sender sends; several authors need one', async () => {
    const from = ['ann@a.example', 'bob@b.example']
    expect(compose({ ...base, from, sender: 'boss@a.example' }).from).toBe('boss@a.example')
    expect(() => compose({ ...base, from })).toThrow(/^sender: /)
    expect(() => compose({ ...base, from: [] })).toThrow(/^from: /)
  })

  test('domains in A-labels; only a local part needs SMTPUTF8', async () => {
    const message = compose({ ...base, to: 'bob@bücher.example' })
    expect(message.to).toEqual(['bob@xn--bcher-kva.example'])
    expect(message.needsUtf8).toBe(false)
    expect(await message.text()).toContain('To: bob@xn--bcher-kva.example\r\n')
    expect(await message.text({ utf8: true })).toContain('To: bob@bücher.example\r\n')
    const other = compose({ ...base, cc: 'jürgen@b.example' })
    expect(other.needsUtf8).toBe(true)
    await expect(other.bytes()).rejects.toThrow(ComposeError)
  })
})

test('a plain message, octet by octet', async () => {
  const message = compose({
    ...base,
    replyTo: 'list@a.example',
    subject: 'Grüße an alle',
    messageId: '1@a.example',
    inReplyTo: '<0@b.example>',
    references: ['<a@b.example>', '0@b.example'],
    headers: { 'X-Tag': ['one', 'zwölf mal'] },
    text: 'Hello,\nBob.',
  })
  expect(await message.text()).toBe(
    [
      'From: Ann <ann@a.example>',
      'Reply-To: list@a.example',
      'To: bob@b.example',
      'Subject: =?UTF-8?B?R3LDvMOfZSBhbiBhbGxl?=',
      'Date: Thu, 1 Jan 1970 00:00:00 +0000',
      'Message-ID: <1@a.example>',
      'In-Reply-To: <0@b.example>',
      'References: <a@b.example> <0@b.example>',
      'X-Tag: one',
      'X-Tag: =?UTF-8?Q?zw=C3=B6lf_mal?=',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 7bit',
      '',
      'Hello,',
      'Bob.',
      '',
    ].join('\r\n'),
  )
})

test('the message identifier is new, and of the domain of the author', () => {
  const one = compose({ from: 'ann@bücher.example' })
  expect(one.messageId).toMatch(/^<[0-9a-f-]{36}@xn--bcher-kva\.example>$/)
  expect(compose({ from: 'ann@bücher.example' }).messageId).not.toBe(one.messageId)
})

describe('the tree has only the levels it needs', () => {
  const image = { filename: 'a.png', content: 'png', cid: 'logo' }
  const file = { filename: 'a.pdf', content: 'pdf' }
  test.each<[Partial<Message>, string[]]>([
    [{}, ['text/plain']],
    [{ text: 'a' }, ['text/plain']],
    [{ html: 'a' }, ['text/html']],
    [{ text: 'a', html: 'b' }, ['multipart/alternative', 'text/plain', 'text/html']],
    [{ html: 'b', attachments: [image] }, ['multipart/related', 'text/html', 'image/png']],
    [{ text: 'a', attachments: [file] }, ['multipart/mixed', 'text/plain', 'application/pdf']],
    [{ text: 'a', attachments: [image] }, ['multipart/mixed', 'text/plain', 'image/png']],
    [{ attachments: [file] }, ['multipart/mixed', 'application/pdf']],
    [
      { text: 'a', html: 'b', attachments: [file, image, { ...image, disposition: 'attachment' }] },
      [
        'multipart/mixed',
        'multipart/alternative',
        'text/plain',
        'multipart/related',
        'text/html',
        'image/png',
        'application/pdf',
        'image/png',
      ],
    ],
  ])('%j', async (part, expected) => {
    expect(await types({ ...base, ...part })).toEqual(expected)
  })
})

describe('what the server carries decides the encoding', () => {
  const content = Buffer.from([0, 13, 10, 10, 255, 46, 13])
  const message = compose({ ...base, text: 'Viele Grüße aus Mannheim', attachments: [{ filename: 'a.bin', content }] })
  const encodings = (text: string): string[] =>
    Array.from(text.matchAll(/^Content-Transfer-Encoding: (.*)\r$/gm), (match) => match[1] ?? '')

  test('a multipart says the widest of what it holds', async () => {
    expect(encodings(await message.text())).toEqual(['quoted-printable', 'base64'])
    expect(encodings(await message.text({ eightBit: true }))).toEqual(['8bit', '8bit', 'base64'])
    expect(encodings(await message.text({ eightBit: true, binary: true }))).toEqual(['binary', '8bit', 'binary'])
  })

  test('binary octets stand between the delimiters as they are', async () => {
    const octets = Buffer.from(await message.bytes({ eightBit: true, binary: true }))
    const boundary = /boundary="([^"]+)"/.exec(octets.toString('latin1'))?.[1]
    const start = octets.indexOf('\r\n\r\n', octets.indexOf('a.bin')) + 4
    expect(octets.subarray(start, octets.indexOf(`\r\n--${boundary}--`))).toEqual(content)
  })

  test('the same octets for the same options', async () => {
    expect(await message.bytes()).toEqual(await message.bytes())
  })
})

describe('refused, by name, before anything is written', () => {
  const broken = 'a\r\nBcc: x@y.example'
  test.each<[string, object]>([
    ['subject', { subject: broken }],
    ['subject', { subject: 'a\0' }],
    ['to', { to: 'nobody' }],
    ['cc', { cc: { name: broken, address: 'a@b.example' } }],
    ['messageId', { messageId: `<${broken}>` }],
    ['references', { references: ['<a@b.example>\r\n'] }],
    ['headers.X-A', { headers: { 'X-A': broken } }],
    ['headers.X-A', { headers: [['X-A', 'a\nb']] }],
    ['headers.X-A: b\\r\\nBcc', { headers: { 'X-A: b\r\nBcc': 'x' } }],
    ['headers.X A', { headers: { 'X A': 'x' } }],
    ['headers.', { headers: { '': 'x' } }],
    ['headers.bcc', { headers: { bcc: 'x@y.example' } }],
    ['headers.Content-Type', { headers: { 'Content-Type': 'text/html' } }],
    ['date', { date: new Date(Number.NaN) }],
    ['text', { text: 7 }],
    ['attachments[0].filename', { attachments: [{ filename: 'a"\r\nX: b', content: '' }] }],
    ['attachments[0].contentType', { attachments: [{ contentType: 'text/plain;\r\nX: b', content: '' }] }],
    ['attachments[0].contentType', { attachments: [{ contentType: 'plain', content: '' }] }],
    ['attachments[0].contentType', { attachments: [{ contentType: 'multipart/mixed', content: '' }] }],
    ['attachments[1].cid', { attachments: [{ content: '' }, { cid: 'a>\r\nX: b', content: '' }] }],
    ['attachments[0].content', { attachments: [{ filename: 'a' }] }],
    ['attachments[0].encoding', { attachments: [{ content: '', encoding: 'x\r\nX: b' }] }],
    ['attachments[0].disposition', { attachments: [{ content: '', disposition: 'x\r\nX: b' }] }],
  ])('%s', (field, part) => {
    try {
      compose({ ...base, ...part })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ComposeError)
      expect(error).toMatchObject({ code: 'ERR_COMPOSE', field })
    }
  })
})

test('a stream is sent once; sending it again is a typed error', async () => {
  const message = compose({ ...base, attachments: [{ filename: 'a', content: Readable.from([Buffer.from('a')]) }] })
  expect(message.repeatable).toBe(false)
  await message.bytes()
  await expect(message.bytes()).rejects.toMatchObject({ code: 'ERR_COMPOSE', field: 'attachments[0].content' })
})

test('an attachment is read as the message is written, never ahead of it by much', async () => {
  for (const encoding of ['base64', 'quoted-printable', 'binary'] as const) {
    let read = 0
    async function* large(): AsyncGenerator<Uint8Array> {
      for (; read < 1000 * 65536; read += 65536) yield Buffer.alloc(65536, 'linewire')
    }
    const message = compose({ ...base, attachments: [{ filename: 'a.bin', content: large(), encoding }] })
    let written = 0
    let ahead = 0
    for await (const chunk of message.content({ binary: true })) {
      written += chunk.length
      ahead = Math.max(ahead, read - written)
      if (read > 100 * 65536) break
    }
    expect(read).toBeLessThan(110 * 65536)
    expect(ahead).toBeLessThan(16 * 65536)
  }
})

test('a message inside a message is never encoded', async () => {
  const inner = await compose({ ...base, subject: 'inner', text: 'Grüße' }).bytes({ eightBit: true })
  const attachments = [{ filename: 'a.eml', contentType: 'message/rfc822', content: inner }]
  const outer = compose({ ...base, text: 'see below', attachments })
  const parsed = await parse(await outer.bytes({ eightBit: true }))
  expect(Buffer.from(parsed.attachments[0]!.content).toString()).toContain('Grüße')
  await expect(outer.bytes()).rejects.toThrow(/attachments\[0\]: 7bit cannot carry the octet 195/)
})

test('any text comes back, and the octets obey the wire', async () => {
  // postal-mime reads a U+FEFF at the start of a text as a byte order mark
  const text = fc.string({ unit: 'binary', maxLength: 400 }).map((one) => one.replaceAll('\uFEFF', ''))
  const line = text.map((one) => one.replace(/[\r\n\0]/g, ''))
  const file = fc.record({
    filename: line.filter((one) => one.trim() !== ''),
    content: fc.uint8Array({ maxLength: 300 }),
  })
  const options = fc.record({ eightBit: fc.boolean(), utf8: fc.boolean() })
  const sample = fc.record({ subject: line, name: line, text, html: text, files: fc.array(file, { maxLength: 3 }) })
  // a reader may count the CR LF before a delimiter as part of the text
  const forms = (one: string): string[] => ['', '\n'].map((end) => one.replace(/\r\n?/g, '\n') + end)
  await fc.assert(
    fc.asyncProperty(sample, options, async ({ subject, name, text, html, files }, options) => {
      const to = { name, address: 'bob@b.example' }
      const attachments = files.map((one) => ({ ...one, contentType: 'application/octet-stream' }))
      const octets = await compose({ ...base, to, subject, text, html, attachments }).bytes(options)
      expectLines(octets, !options.eightBit && !options.utf8)
      const parsed = await parse(octets)
      expect(parsed.subject ?? '').toBe(subject)
      expect(parsed.to).toEqual([{ name: name.trim(), address: 'bob@b.example' }])
      expect(forms(text)).toContain(parsed.text ?? '')
      expect(forms(html)).toContain(parsed.html ?? '')
      expect(parsed.attachments.map((one) => ({ ...one, content: Buffer.from(one.content) }))).toMatchObject(
        files.map((one) => ({ filename: one.filename, content: Buffer.from(one.content) })),
      )
    }),
    { numRuns: 300 },
  )
})
