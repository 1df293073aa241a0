import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import libmime from 'libmime'
import { decodeWords } from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { mailboxes } from './address.ts'
import { ComposeError } from './errors.ts'
import { headerWriter, oneLine } from './header.ts'

const ascii = await headerWriter(false)
const utf8 = await headerWriter(true)
const unfold = (field: string): string => field.replace(/\r\n(?=[ \t])/g, '').replace(/\r\n$/, '')
const contentOf = (field: string): string => unfold(field).replace(/^[^:]+: ?/, '')
// decoders drop a U+FEFF at the start of a word: it would be a byte order mark
const noBom = (text: string): string => text.replaceAll('\uFEFF', '')
const lineText = fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text.replace(/[\r\n\0]/g, ''))

/** RFC 5322 §2.1.1 and §2.2.3: CR LF only, folds before white space, no line too long, none of white space alone. */
const expectField = (field: string): void => {
  expect(field.endsWith('\r\n')).toBe(true)
  const lines = field.slice(0, -2).split('\r\n')
  lines.forEach((line, at) => {
    expect(line).not.toMatch(/[\r\n\0]/)
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(998)
    expect(line.trim()).not.toBe('')
    expect(/^[ \t]/.test(line)).toBe(at > 0)
  })
}

describe('free text', () => {
  test('ASCII goes out as it is', () => {
    expect(ascii.text('Subject', 'Hello, world: 1 + 1 = 2')).toBe('Subject: Hello, world: 1 + 1 = 2\r\n')
    expect(ascii.text('Subject', '')).toBe('Subject:\r\n')
  })

  test('other text in encoded words, or raw where RFC 6532 allows it', () => {
    expect(ascii.text('Subject', 'Viele Grüße aus Mannheim')).toBe(
      'Subject: =?UTF-8?Q?Viele_Gr=C3=BC=C3=9Fe_aus_Mannheim?=\r\n',
    )
    expect(ascii.text('Subject', '日本語')).toBe('Subject: =?UTF-8?B?5pel5pys6Kqe?=\r\n')
    expect(utf8.text('Subject', 'Grüße')).toBe('Subject: Grüße\r\n')
  })

  test('text that looks like an encoded word is encoded, so that it comes back', () => {
    expect(contentOf(ascii.text('Subject', '=?utf-8?Q?a?='))).not.toContain('=?utf-8?Q?a?=')
  })

  test('white space that is no space is never folded at', () => {
    const text = 'wort\u00a0'.repeat(60)
    expectField(utf8.text('Subject', text))
    expect(decodeWords(contentOf(utf8.text('Subject', text)))).toBe(text)
  })

  test('a word over 998 octets and a hundred spaces are encoded', () => {
    for (const text of ['x'.repeat(3000), `a${' '.repeat(100)}b`, ' a ']) {
      expectField(ascii.text('Subject', text))
      expect(decodeWords(contentOf(ascii.text('Subject', text)))).toBe(text)
    }
  })

  test('the value begins on the line of the name', () => {
    for (const name of ['X-Tag', 'X-A-Name-That-Is-Rather-Long', 'List-Unsubscribe']) {
      for (const text of [
        `<https://x.example/${'u'.repeat(200)}> and more`,
        'ü'.repeat(300),
        `ü ${'a b '.repeat(90)}c`,
      ]) {
        for (const writer of [ascii, utf8]) {
          const field = writer.text(name, text)
          expectField(field)
          expect(field.split('\r\n')[0]).toMatch(/^[^:]+: \S/)
          expect(decodeWords(contentOf(field))).toBe(text)
        }
        const words = ascii.text(name, `ü${text}`).split('\r\n')
        expect(Math.max(...words.map((line) => line.length))).toBeLessThanOrEqual(76)
      }
    }
  })

  test('any text comes back, by libmime and by postal-mime', () => {
    fc.assert(
      fc.property(lineText, fc.boolean(), (text, raw) => {
        const field = (raw ? utf8 : ascii).text('Subject', text)
        expectField(field)
        if (!raw) expect(field).toMatch(/^[\t\r\n\x20-\x7e]*$/)
        expect(noBom(decodeWords(contentOf(field)))).toBe(noBom(text))
        expect(noBom(libmime.decodeWords(contentOf(field)))).toBe(noBom(text))
      }),
      { numRuns: 500 },
    )
  })
})

describe('addresses', () => {
  test('names as atoms, in quotes, in encoded words', () => {
    const list = mailboxes('to', ['Ann Lee <a@x.example>', '"Lee, Ann" <b@x.example>', 'Jürgen <c@x.example>'])
    expect(unfold(ascii.addresses('To', list))).toBe(
      'To: Ann Lee <a@x.example>, "Lee, Ann" <b@x.example>, =?UTF-8?Q?J=C3=BCrgen?= <c@x.example>',
    )
    expect(unfold(utf8.addresses('To', list))).toContain('"Jürgen" <c@x.example>')
  })

  test('a local part outside ASCII needs SMTPUTF8', () => {
    const list = mailboxes('to', 'jürgen@bücher.example')
    expect(utf8.addresses('To', list)).toBe('To: jürgen@bücher.example\r\n')
    expect(() => ascii.addresses('To', list)).toThrow(/To: .*SMTPUTF8/)
  })

  test('two hundred recipients are folded', () => {
    const list = mailboxes(
      'to',
      Array.from({ length: 200 }, (_, at) => `Person ${at} <p${at}@x.example>`),
    )
    expectField(ascii.addresses('To', list))
    expect(
      ascii
        .addresses('To', list)
        .split('\r\n')
        .every((line) => line.length <= 78),
    ).toBe(true)
  })
})

describe('parameters', () => {
  test('long and non-ASCII values as in RFC 2231', () => {
    expect(unfold(ascii.parameters('Content-Disposition', 'attachment', { filename: 'Grüße.txt' }))).toBe(
      "Content-Disposition: attachment; filename*0*=utf-8''Gr%C3%BC%C3%9Fe.txt",
    )
  })

  test('any file name comes back, by libmime', () => {
    fc.assert(
      fc.property(lineText, (filename) => {
        const field = ascii.parameters('Content-Disposition', 'attachment', { filename })
        expectField(field)
        expect(field).toMatch(/^[\t\r\n\x20-\x7e]*$/)
        expect(libmime.parseHeaderValue(contentOf(field)).params['filename']).toBe(filename)
      }),
      { numRuns: 500 },
    )
  })
})

test('a token that cannot be folded is refused', () => {
  expect(() => ascii.tokens('Message-ID', `<${'x'.repeat(1000)}>`)).toThrow(ComposeError)
  expectField(ascii.tokens('References', Array.from({ length: 100 }, (_, at) => `<${at}@x.example>`).join(' ')))
})

test('CR, LF and NUL never get as far as a header', () => {
  for (const value of ['a\rb', 'a\nb', 'a\r\nBcc: x@y.example', 'a\0b', 7]) {
    expect(() => oneLine('subject', value)).toThrow(/^subject: /)
  }
})
