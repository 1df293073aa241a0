import { describe, expect, test } from 'vitest'
import { FetchData } from './fetch-data.ts'
import { parseResponse } from './response.ts'
import { segmentText } from './segment-text.ts'
import type { Segments } from './segments.ts'

function fetch(segments: string | Buffer | Segments): FetchData {
  const data = parseResponse(typeof segments === 'string' ? segmentText(segments) : segments)
  if (!(data instanceof FetchData)) throw new Error('not a FETCH response')
  return data
}

/** The octets of the sections as text. */
const sections = (text: string) =>
  fetch(text).sections.map(({ section, origin, value }) => [
    section,
    origin,
    Buffer.isBuffer(value) ? value.toString() : value,
  ])

test('the FETCH responses of RFC 9051 §8', () => {
  expect(fetch('* 12 FETCH (BODY[HEADER] {9}\r\nDate: x\r\n\r\n UID 5)'.replace('{9}', '{11}'))).toMatchObject({
    seq: 12,
    uid: 5,
    sections: [{ item: 'BODY', section: 'HEADER', origin: null }],
  })
  const data = fetch(
    '* 12 FETCH (FLAGS (\\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 4286 ENVELOPE (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) BODY ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92))',
  )
  expect(data).toMatchObject({
    kind: 'data',
    type: 'FETCH',
    seq: 12,
    internalDate: new Date('1996-07-17T09:44:25Z'),
    size: 4286,
    envelope: { subject: 's' },
    bodyStructure: { subtype: 'plain', lines: 92 },
    malformed: [],
  })
  expect([...data.flags!]).toEqual(['\\Seen'])
})

test('items of extensions', () => {
  const data = fetch(
    '* 1 FETCH (MODSEQ (624140003) EMAILID (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9) PREVIEW "Hi" SAVEDATE NIL X-GM-MSGID 1278455344230334865 X-GM-THRID 1266894439832287888 X-GM-LABELS (\\Inbox "Sent Mail" +a) BINARY.SIZE[1.2] 77)',
  )
  expect(data).toMatchObject({
    modseq: 624140003n,
    emailId: 'M6d99ac3275bb4e',
    threadId: 'T64b478a75b7ea9',
    preview: 'Hi',
    saveDate: null,
    gmailMessageId: 1278455344230334865n,
    gmailThreadId: 1266894439832287888n,
  })
  expect([...data.labels!]).toEqual(['\\Inbox', 'Sent Mail', '+a'])
  expect([...data.binarySizes!]).toEqual([['1.2', 77]])
  expect(fetch('* 1 FETCH (THREADID NIL PREVIEW NIL)')).toMatchObject({ threadId: null, preview: null })
})

describe('sections', () => {
  test('hold octets, in any form of a string', () => {
    expect(sections('* 1 FETCH (BODY[] {3}\r\nabc)')).toEqual([['', null, 'abc']])
    expect(sections('* 1 FETCH (BODY[1.2.mime] "abc" RFC822.TEXT NIL)')).toEqual([
      ['1.2.MIME', null, 'abc'],
      ['TEXT', null, null],
    ])
    expect(sections('* 1 FETCH (BODY[] {0}\r\n BODY[1]<5> {1}\r\nx)')).toEqual([
      ['', null, ''],
      ['1', 5, 'x'],
    ])
    expect(sections('* 1 FETCH (BODY[HEADER.FIELDS (Subject "x]")] {2}\r\n\r\n)')).toEqual([
      ['HEADER.FIELDS (SUBJECT "X]")', null, '\r\n'],
    ])
    expect(fetch('* 1 FETCH (BINARY[1] ~{3}\r\na\0b)').sections).toEqual([
      { item: 'BINARY', section: '1', origin: null, value: Buffer.from('a\0b') },
    ])
  })

  test('octets beyond ASCII and escapes come out of quotes as they were', () => {
    const line = Buffer.from('* 1 FETCH (BODY[1] "\xff\\"\\\\\xe9" UID 7)', 'latin1')
    expect(fetch(line)).toMatchObject({ uid: 7, sections: [{ value: Buffer.from('\xff"\\\xe9', 'latin1') }] })
  })

  test('octets of a literal are data, never protocol', () => {
    expect(sections('* 1 FETCH (BODY[] {17}\r\n) UID 9 BODY[] {3\r UID 7)')).toEqual([['', null, ') UID 9 BODY[] {3']])
  })

  test('a literal that went to a stream is known by its size', () => {
    const pieces = [Buffer.from('* 1 FETCH (UID 7 BODY[] '), Buffer.from(' FLAGS ())')]
    const data = fetch({ pieces, literals: [{ size: 100_000_000 }] })
    expect(data.sections).toEqual([{ item: 'BODY', section: '', origin: null, value: { size: 100_000_000 } }])
    expect(data).toMatchObject({ uid: 7, flags: new Set() })
  })
})

describe('quirks of servers', () => {
  test('an empty list and a trailing space (QQ, jakarta mail#209)', () => {
    expect(fetch('* 11487 FETCH (UID 19436 )')).toMatchObject({ seq: 11487, uid: 19436 })
    expect(fetch('* 1 FETCH ()')).toMatchObject({ seq: 1, uid: undefined })
  })

  test('message 0 (Courier#428)', () => expect(fetch('* 0 FETCH (UID 7)').seq).toBe(0))

  test('a section without a value (Yandex, MailKit#1708)', () => {
    expect(sections('* 1 FETCH (UID 3016 BODY[2.MIME] {3}\r\nabc BODY[2] )')).toEqual([
      ['2.MIME', null, 'abc'],
      ['2', null, null],
    ])
  })

  test('the whole range of the request echoed (imapflow)', () => {
    expect(sections('* 1 FETCH (BODY[2]<0.65536> {1}\r\nx)')).toEqual([['2', 0, 'x']])
  })

  test('no space before the literal (old GreenMail, MailKit#187)', () => {
    expect(sections('* 1 FETCH (BODY[HEADER]{1}\r\nx UID 7)')).toEqual([['HEADER', null, 'x']])
  })

  test('the list closed early (Xeams, paperless-ngx#13412)', () => {
    expect(fetch('* 1 FETCH (UID 7) FLAGS (\\Seen) RFC822.SIZE 9)')).toMatchObject({
      uid: 7,
      size: 9,
      flags: new Set(['\\Seen']),
    })
  })

  test('an item in parentheses of its own (Domino, MailKit fetch-extra-parens)', () => {
    expect(
      fetch(
        '* 2 FETCH (UID 14935 (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)) BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0 NIL))',
      ),
    ).toMatchObject({ uid: 14935, envelope: { rawSubject: null }, bodyStructure: { subtype: 'plain' }, malformed: [] })
  })

  test('a date that is none (Domino)', () => {
    expect(fetch('* 1 FETCH (INTERNALDATE "00-Jan-0000 00:00:00 +0000" UID 7)')).toMatchObject({
      internalDate: null,
      uid: 7,
    })
  })

  test('MODSEQ of 0 (Gmail, Zoho), of -1 (MailKit#1686), without parentheses', () => {
    expect(fetch('* 1 FETCH (MODSEQ (0))').modseq).toBe(0n)
    expect(fetch('* 1 FETCH (MODSEQ (-1))').modseq).toBe(0n)
    expect(fetch('* 1 FETCH (MODSEQ 12)').modseq).toBe(12n)
    expect(fetch('* 1 FETCH (MODSEQ (18446744073709551615))').modseq).toBe(18446744073709551615n)
  })

  test('a size with an exponent (mail.ru)', () =>
    expect(fetch('* 1 FETCH (RFC822.SIZE 1.86931e+06)').size).toBe(1869310))

  test.each([
    ['quoted flags (MailKit#771)', '("\\\\Seen" "$Junk")', ['\\Seen', '$Junk']],
    ['NIL in the list (MailKit#1042)', '(\\Seen NIL)', ['\\Seen']],
    ['NIL for the list', 'NIL', []],
    ['a plus for a flag', '(+ \\seen)', ['+', '\\Seen']],
    ['\\* where it cannot be (GreenMail#633)', '(\\*)', ['\\*']],
    ['a keyword with a backslash (MailKit#1906)', '(\\Custom)', ['\\Custom']],
    [
      'brackets in a keyword (Gmail, net-imap#241)',
      '(OIB-Seen-[Google Mail]/Alle)',
      ['OIB-Seen-[Google', 'Mail]/Alle'],
    ],
    ['eight bits', '(Społeczności)', ['Społeczności']],
  ])('flags: %s', (_, list, flags) => {
    expect([...fetch(`* 1 FETCH (FLAGS ${list} UID 7)`).flags!]).toEqual(flags)
    expect(fetch(`* 1 FETCH (FLAGS ${list} UID 7)`).uid).toBe(7)
  })

  test('lower case', () =>
    expect(fetch('* 1 fetch (uid 7 flags (\\seen))')).toMatchObject({ uid: 7, flags: new Set(['\\Seen']) }))

  test('the closing parenthesis lost behind a miscounted literal (MailKit#954)', () => {
    expect(sections('* 1 FETCH (UID 7 BODY[] {3}\r\nabc')).toEqual([['', null, 'abc']])
  })

  test('BODY does not replace BODYSTRUCTURE', () => {
    const long = '("IMAGE" "GIF" NIL NIL NIL "BASE64" 1 NIL ("INLINE" NIL) NIL NIL)'
    expect(fetch(`* 1 FETCH (BODYSTRUCTURE ${long} BODY ("IMAGE" "GIF" NIL NIL NIL "BASE64" 1))`)).toMatchObject({
      bodyStructure: { disposition: { type: 'inline' } },
    })
  })
})

describe('a malformed item fails alone', () => {
  test.each([
    ['ENVELOPE', '("a" "b" foo)'],
    ['ENVELOPE', '(NIL {38}\r\n12345678901234567890123456789012345678 "x" ("y"))'],
    ['BODYSTRUCTURE', '("TEXT" "PLAIN" ("a" "b") NIL NIL "7BIT" 99999999999999999999 1)'],
    ['RFC822.SIZE', '"many"'],
    ['UID', '(1)'],
    ['BODY[1]', 'abc'],
  ])('%s %s', (item, value) => {
    const data = fetch(`* 1 FETCH (FLAGS (\\Seen) ${item} ${value} MODSEQ (7))`)
    expect(data).toMatchObject({ flags: new Set(['\\Seen']), modseq: 7n })
    expect(data.malformed).toMatchObject([
      { malformed: true, item: item.replace('[1]', ''), reason: expect.stringContaining('expected') },
    ])
    expect(data.malformed[0]?.raw.toString().replace('[1]', '').trimStart()).toBe(value)
  })

  test('what cannot even be skipped takes the rest with it, and no more', () => {
    const data = fetch('* 1 FETCH (UID 7 ENVELOPE ("a ((( MODSEQ (7))')
    expect(data).toMatchObject({ uid: 7, envelope: undefined, malformed: [{ item: 'ENVELOPE' }] })
    expect(data.malformed[0]?.raw.toString()).toBe(' ("a ((( MODSEQ (7))')
  })

  test('unknown items are kept as they are', () => {
    const data = fetch('* 1 FETCH (X-NEW (a "b" {1}\r\nc) UID 7 ANNOTATION NIL X[1] 5)')
    expect(data.uid).toBe(7)
    expect(data.unknown.map(({ item, raw }) => [item, raw.toString()])).toEqual([
      ['X-NEW', '(a "b" {1}\r\nc)'],
      ['ANNOTATION', 'NIL'],
      ['X', '[1] 5'],
    ])
  })
})

test('nothing of the input is kept but literals', () => {
  const line = Buffer.from(
    '* 1 FETCH (BODY[1] "abc" X-NEW foo FLAGS (some-keyword) ENVELOPE (NIL "subject" NIL NIL NIL NIL NIL NIL NIL NIL))',
  )
  const data = fetch(line)
  line.fill(0)
  expect(data).toMatchObject({
    flags: new Set(['some-keyword']),
    envelope: { subject: 'subject' },
    sections: [{ value: Buffer.from('abc') }],
    unknown: [{ raw: Buffer.from('foo') }],
  })
})

test('a hundred thousand empty literals are read in one pass', () => {
  const count = 100_000
  const piece = Buffer.from(' BODY[1] ')
  const pieces = [Buffer.from('* 1 FETCH (X ('), ...new Array<Buffer>(count).fill(piece), Buffer.from(') UID 7)')]
  const literals = new Array<Buffer>(count + 1).fill(Buffer.alloc(0))
  expect(fetch({ pieces, literals })).toMatchObject({ uid: 7, unknown: [{ item: 'X' }] })
})

test('so are a hundred thousand sections, unknown items and malformed ones', () => {
  const count = 100_000
  const data = fetch(Buffer.from(`* 1 FETCH (${'BODY[1] "" X () UID x '.repeat(count)})`))
  expect([data.sections.length, data.unknown.length, data.malformed.length]).toEqual([count, count, count])
})
