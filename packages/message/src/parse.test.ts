import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compose } from './compose.ts'
import { ParseError } from './errors.ts'
import { parse } from './parse.ts'

const mail = [
  'Received: from a by b',
  'Received: from b by c',
  'From: =?iso-8859-1?Q?J=FCrgen?= <j@x.example>',
  'To: Team: a@x.example, "B, C" <b@x.example>;, d@x.example',
  'Subject: =?utf-8?B?R3LDvMOfZQ==?=',
  'Date: Mon, 23 Nov 2026 12:00:00 +0100',
  'Message-ID: <1@x.example>',
  'References: <a@x.example>',
  ' <b@x.example>',
  'X-Note: =?utf-8?Q?=C3=BC?=',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=FC=DFe=',
  ' an alle',
  '',
].join('\r\n')

test('a message is taken apart', async () => {
  const message = await parse(mail)
  expect(message).toMatchObject({
    from: { name: 'Jürgen', address: 'j@x.example' },
    to: [
      { name: '', address: 'a@x.example' },
      { name: 'B, C', address: 'b@x.example' },
      { name: '', address: 'd@x.example' },
    ],
    cc: [],
    subject: 'Grüße',
    date: new Date('2026-11-23T11:00:00Z'),
    messageId: '<1@x.example>',
    references: ['<a@x.example>', '<b@x.example>'],
    text: 'Grüße an alle\n',
    html: undefined,
    attachments: [],
    defects: [],
  })
})

test('headers are a list in order, and found by name in any case', async () => {
  const { headers } = await parse(mail)
  expect([...headers].slice(0, 3).map((one) => one.name)).toEqual(['Received', 'Received', 'From'])
  expect(headers.list.length).toBe(11)
  expect(headers.get('x-NOTE')).toBe('ü')
  expect(headers.list.find((one) => one.name === 'X-Note')?.raw).toBe('=?utf-8?Q?=C3=BC?=')
  expect(headers.getAll('received')).toEqual(['from a by b', 'from b by c'])
  expect(headers.get('none')).toBeUndefined()
})

test('attachments: octets, names, identifiers', async () => {
  const content = Buffer.from([0, 1, 255, 13, 10])
  const attachments = [
    { filename: 'Übersicht.pdf', content },
    { filename: 'logo.png', cid: 'logo', content },
  ]
  const octets = await compose({ from: 'a@x.example', html: '<img src="cid:logo">', attachments }).bytes()
  const message = await parse(octets)
  expect(message.attachments).toMatchObject([
    { filename: 'logo.png', contentType: 'image/png', cid: 'logo', disposition: 'inline' },
    { filename: 'Übersicht.pdf', contentType: 'application/pdf', cid: undefined, disposition: 'attachment' },
  ])
  for (const one of message.attachments) expect(one.content).toEqual(new Uint8Array(content))
})

test('every kind of source', async () => {
  const octets = Buffer.from(mail)
  const web = new Blob([octets]).stream()
  const sources = [
    octets,
    new Uint8Array(octets),
    new Blob([octets]),
    Readable.from([octets.subarray(0, 7), octets.subarray(7)]),
    web,
  ]
  for (const source of sources) expect((await parse(source)).subject).toBe('Grüße')
})

test('what is no message at all is a TypeError, and a path is not opened', async () => {
  for (const value of [undefined, 7, {}, { path: import.meta.filename }]) {
    await expect(Reflect.apply(parse, undefined, [value])).rejects.toThrow(TypeError)
  }
})

describe('limits', () => {
  test('one octet over maxSize is refused', async () => {
    const size = Buffer.byteLength(mail)
    expect((await parse(mail, { maxSize: size })).subject).toBe('Grüße')
    const refused = parse(mail, { maxSize: size - 1 })
    await expect(refused).rejects.toThrow(ParseError)
    await expect(refused).rejects.toMatchObject({ code: 'ERR_PARSE_LIMIT', limit: size - 1 })
  })

  test('parts nested too deep leave the header', async () => {
    const nested = (levels: number): string =>
      `Subject: deep\r\n${Array.from(
        { length: levels },
        (_, at) => `Content-Type: multipart/mixed; boundary=b${at}-\r\n\r\n--b${at}-\r\n`,
      ).join('')}\r\nbottom\r\n`
    expect((await parse(nested(5), { maxDepth: 5 })).defects).toEqual([])
    const message = await parse(nested(6), { maxDepth: 5 })
    expect(message.subject).toBe('deep')
    expect(message.text).toBeUndefined()
    expect(message.defects).toEqual([expect.stringMatching(/only the header was read: .*depth of 5/)])
    expect((await parse(nested(5000))).subject).toBe('deep')
  })

  test('headers too long are read as far as they fit', async () => {
    const long = `Subject: long\r\n${'X-Pad: 1234567890\r\n'.repeat(50)}\r\nbody\r\n`
    const message = await parse(long, { maxHeaderSize: 100 })
    expect(message.subject).toBe('long')
    expect(message.headers.getAll('x-pad')).toEqual(Array(4).fill('1234567890'))
    expect(message.defects.length).toBe(1)
  })
})

test('malformed messages give what can be read of them', async () => {
  expect((await parse('')).subject).toBeUndefined()
  expect((await parse('no header at all')).attachments).toEqual([])
  expect((await parse('Date: yesterday\n\n')).date).toBeUndefined()
  const cut = 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\n\naGVsbG8'
  expect((await parse(cut)).text).toBe('hello')
  expect((await parse('Content-Type: text/plain; charset=x-none\n\nhi')).text).toBe('hi\n')
})

test('no octets make parse throw', async () => {
  const token = fc.constantFrom(
    ...['Content-Type: ', 'multipart/mixed; boundary=b', 'message/rfc822', 'text/html', '\r\n', '\n\n', '--b', '--b--'],
    ...[
      'Content-Transfer-Encoding: base64',
      'Subject: ',
      '=?utf-8?B?',
      '?=',
      '"',
      '(',
      ';',
      'filename*0*=',
      '\0',
      'ü',
      ' ',
    ],
  )
  const text = fc.array(token, { maxLength: 40 }).map((tokens) => Buffer.from(tokens.join('')))
  const octets = fc.uint8Array({ maxLength: 300 })
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, octets), async (source) => {
      expect((await parse(source)).defects).toEqual([])
    }),
    { numRuns: 500 },
  )
})
