import { describe, expect, test } from 'vitest'
import { type BodyPart, readBodyStructure } from './body-structure.ts'
import { NestingError, ParseError } from './parse-error.ts'
import { Scanner } from './scanner.ts'

const read = (text: string) => readBodyStructure(new Scanner(Buffer.from(text)))

/** `1.2 text/plain` for each node, in order. */
function outline(part: BodyPart | null): string[] {
  if (part === null) return []
  const inside = part.kind === 'multipart' ? part.parts : part.kind === 'message' ? [part.body] : []
  return [`${part.part} ${part.type}/${part.subtype}`, ...inside.flatMap(outline)]
}

const TEXT = '("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 1152 23)'

describe('structures of RFC 9051 §7.5.2', () => {
  test('a simple text', () => {
    expect(read('("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 2279 48)')).toEqual({
      kind: 'single',
      part: '1',
      type: 'text',
      subtype: 'plain',
      parameters: { charset: 'US-ASCII' },
      id: null,
      description: null,
      encoding: '7bit',
      size: 2279,
      lines: 48,
      md5: null,
      disposition: null,
      language: null,
      location: null,
      extensions: [],
    })
  })

  test('a multipart', () => {
    const part = read(
      `(${TEXT}("TEXT" "PLAIN" ("CHARSET" "US-ASCII" "NAME" "cc.diff") "<960723163407.20117h@cac.washington.edu>" "Compiler diff" "BASE64" 4554 73) "MIXED")`,
    )
    expect(outline(part)).toEqual(['TEXT multipart/mixed', '1 text/plain', '2 text/plain'])
    expect(part).toMatchObject({
      parts: [
        {},
        {
          id: '<960723163407.20117h@cac.washington.edu>',
          description: 'Compiler diff',
          encoding: 'base64',
          size: 4554,
          lines: 73,
        },
      ],
    })
  })

  test('extension data: disposition, language, location and what comes behind', () => {
    const part = read(
      '("APPLICATION" "PDF" ("NAME" "a.pdf") "<id>" "desc" "BASE64" 100 "md5==" ("ATTACHMENT" ("FILENAME" "a.pdf")) ("EN" "DE") "http://x" (1 (2 NIL)) "y")',
    )
    expect(part).toMatchObject({
      kind: 'single',
      lines: null,
      md5: 'md5==',
      disposition: { type: 'attachment', parameters: { filename: 'a.pdf' } },
      language: ['EN', 'DE'],
      location: 'http://x',
      extensions: [['1', ['2', null]], 'y'],
    })
    expect(read(`(${TEXT} "MIXED" ("BOUNDARY" "b") ("INLINE" NIL) "en" "loc")`)).toMatchObject({
      parameters: { boundary: 'b' },
      disposition: { type: 'inline', parameters: {} },
      language: ['en'],
      location: 'loc',
    })
  })

  // RFC 9051 §6.4.5.1
  test('parts are numbered as FETCH wants them', () => {
    const rfc822 = (body: string) =>
      `("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 3000 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) ${body} 80)`
    const gif = '("IMAGE" "GIF" NIL NIL NIL "BASE64" 1)'
    const part = read(
      `(${TEXT}${rfc822(`(${TEXT}${gif} "MIXED")`)}(${gif}${rfc822(`(${TEXT}(${TEXT}${gif} "ALTERNATIVE") "MIXED")`)} "MIXED")${rfc822(TEXT)} "MIXED")`,
    )
    expect(outline(part)).toEqual([
      'TEXT multipart/mixed',
      '1 text/plain',
      '2 message/rfc822',
      '2.TEXT multipart/mixed',
      '2.1 text/plain',
      '2.2 image/gif',
      '3 multipart/mixed',
      '3.1 image/gif',
      '3.2 message/rfc822',
      '3.2.TEXT multipart/mixed',
      '3.2.1 text/plain',
      '3.2.2 multipart/alternative',
      '3.2.2.1 text/plain',
      '3.2.2.2 image/gif',
      '4 message/rfc822',
      '4.1 text/plain',
    ])
    expect(part).toMatchObject({ parts: [{}, { kind: 'message', lines: 80, envelope: { subject: 'inner' } }, {}, {}] })
  })
})

describe('quirks of servers', () => {
  const rest = 'NIL NIL NIL "7BIT" 0'
  test.each<[string, string, object]>([
    [
      'a multipart without children (Gmail, MailKit#1841)',
      '("MIXED")',
      { kind: 'multipart', type: 'multipart', subtype: 'mixed', parts: [] },
    ],
    [
      'the same with parameters',
      '("ALTERNATIVE" ("BOUNDARY" "x") NIL NIL)',
      { kind: 'multipart', subtype: 'alternative', parameters: { boundary: 'x' } },
    ],
    [
      'the same, an attachment',
      '("RELATED" NIL ("ATTACHMENT" NIL) NIL)',
      { kind: 'multipart', subtype: 'related', disposition: { type: 'attachment' } },
    ],
    [
      'NIL for the children',
      '(NIL "alternative" ("boundary" "x") NIL NIL NIL)',
      { kind: 'multipart', subtype: 'alternative', parameters: { boundary: 'x' } },
    ],
    [
      'no media type',
      '(NIL NIL NIL NIL NIL "7BIT" 0 NIL NIL NIL NIL)',
      { kind: 'single', type: 'application', subtype: 'octet-stream', encoding: '7bit' },
    ],
    [
      'a type of one word',
      '( "X-ZIP" ("BOUNDARY" "") NIL NIL "BASE64" 4096 NIL NIL NIL)',
      { kind: 'single', type: 'application', subtype: 'x-zip', size: 4096, encoding: 'base64' },
    ],
    [
      'a multipart sent as a basic part',
      '("multipart" "related" ("boundary" "x") NIL NIL "7BIT" 400 NIL NIL NIL NIL)',
      { kind: 'single', type: 'multipart', subtype: 'related', size: 400 },
    ],
    [
      'message/rfc822 sent as a basic part (ruby#6397)',
      '("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 4085 NIL ("ATTACHMENT" ("FILENAME" "x.eml")) NIL NIL)',
      {
        kind: 'single',
        type: 'message',
        subtype: 'rfc822',
        disposition: { type: 'attachment', parameters: { filename: 'x.eml' } },
      },
    ],
    [
      'message/rfc822 with nothing in it (Domino, MailKit#944)',
      '("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 5 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) () 1)',
      { kind: 'message', body: null, lines: 1 },
    ],
    [
      'message/rfc822 with NIL for both',
      '("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 5 NIL NIL 1 NIL NIL)',
      { kind: 'message', body: null, lines: 1 },
    ],
    [
      'a text without its lines (Bluemind)',
      '("TEXT" "HTML" ("CHARSET" "utf-8") NIL NIL "7BIT" 10 NIL NIL NIL NIL)',
      { lines: null, md5: null, size: 10 },
    ],
    ['lines and octets of -1 (MailKit#823)', '("TEXT" "PLAIN" NIL NIL NIL "7BIT" -1 -1)', { size: 0, lines: 0 }],
    [
      'a size with an exponent (mail.ru)',
      '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 9.3736e+06 1.86931e+06)',
      { size: 9373600, lines: 1869310 },
    ],
    ['two spaces', '("text"  "plain"  ("charset"  "utf-8")  NIL NIL "7bit" 1  2 )', { subtype: 'plain', lines: 2 }],
    ['boundary NIL (mail.ru)', `("TEXT" "PLAIN" ("boundary" NIL) NIL NIL "7BIT" 0 0)`, { parameters: {} }],
    ['encoding NIL', '("TEXT" "PLAIN" NIL NIL NIL NIL 3 1)', { encoding: '7bit', size: 3 }],
    [
      'a disposition without parentheses (Exchange, MailKit#919)',
      `("IMAGE" "GIF" ${rest} NIL "inline" NIL)`,
      { disposition: { type: 'inline' } },
    ],
    ['an empty disposition', `("IMAGE" "GIF" ${rest} NIL (NIL NIL) NIL)`, { disposition: null }],
    [
      'disposition and language swapped (MailKit#953)',
      `("IMAGE" "GIF" ${rest} NIL ("en") ("ATTACHMENT" ("FILENAME" "a")) NIL)`,
      { language: ['en'], disposition: { type: 'attachment', parameters: { filename: 'a' } } },
    ],
    ['a location of ()', `("IMAGE" "GIF" ${rest} NIL NIL NIL ())`, { location: null, extensions: [] }],
    [
      'a boundary with quotes (MailKit#485)',
      '("TEXT" "PLAIN" ("x" "MOUNDARY="_006_5DBB_"") NIL NIL "7BIT" 0 0)',
      { parameters: { x: 'MOUNDARY="_006_5DBB_"' } },
    ],
    ['eight bits in a name', '("TEXT" "PLAIN" ("NAME" "Grüße") NIL NIL "8BIT" 0 0)', { parameters: { name: 'Grüße' } }],
    ['atoms for strings', '(TEXT PLAIN NIL NIL NIL 7BIT 0 0)', { type: 'text', subtype: 'plain', encoding: '7bit' }],
    ['fields missing at the end', '("IMAGE" "GIF")', { type: 'image', size: 0, encoding: '7bit' }],
  ])('%s', (_, text, part) => expect(read(text)).toMatchObject(part))

  test('nothing at all', () => {
    expect(read('()')).toBeNull()
    expect(read('NIL')).toBeNull()
  })
})

describe('nesting', () => {
  const nested = (depth: number) => `${'('.repeat(depth - 1)}${TEXT}${' "MIXED")'.repeat(depth - 1)}`

  test('99 multiparts around a text are read', () => {
    expect(outline(read(nested(99)))).toHaveLength(99)
  })

  test.each([102, 100_000])('%d parentheses fail cleanly', (depth) => {
    expect(() => read(nested(depth))).toThrow(NestingError)
    expect(() => read(`("IMAGE" "GIF" ${'('.repeat(depth)}`)).toThrow(NestingError)
  })
})

test.each([
  '(',
  '("TEXT" "PLAIN" ("a"',
  '(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)',
  'x',
  '',
  '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1e999 1)',
])('%j is no structure', (text) => {
  expect(() => read(text)).toThrow(ParseError)
})
