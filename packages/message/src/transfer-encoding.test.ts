import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ComposeError } from './errors.ts'
import {
  canonicalText,
  encode,
  encodingOfAttachment,
  encodingOfText,
  type TransferEncoding,
} from './transfer-encoding.ts'

const safe = { eightBit: false, binary: false, utf8: false }
const eight = { ...safe, eightBit: true }
const all = { eightBit: true, binary: true, utf8: true }

async function* from(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

const run = async (chunks: Uint8Array[], encoding: TransferEncoding): Promise<Buffer> => {
  const out: Uint8Array[] = []
  for await (const chunk of encode(from(chunks), encoding, 'part')) out.push(chunk)
  return Buffer.concat(out)
}

const cut = (octets: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(octets.length / size) }, (_, at) => octets.subarray(at * size, (at + 1) * size))

/** An independent reading of RFC 2045 §6.7, of octets that have no line longer than 76. */
const decodeQuotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

describe('the encoding of text', () => {
  test.each([
    ['plain', safe, '7bit'],
    ['x'.repeat(998), safe, '7bit'],
    ['x'.repeat(999), safe, 'quoted-printable'],
    ['a binary zero: \0', all, 'quoted-printable'],
    ['Viele Grüße aus Mannheim', safe, 'quoted-printable'],
    ['Viele Grüße aus Mannheim', eight, '8bit'],
    ['ü'.repeat(499), eight, '8bit'],
    ['ü'.repeat(500), eight, 'base64'],
    ['日本語のテキスト', safe, 'base64'],
    ['日本語のテキスト', eight, '8bit'],
    ['', safe, '7bit'],
  ] as const)('text %#', (text, options, encoding) => {
    expect(encodingOfText(canonicalText(text), options)).toBe(encoding)
  })

  test('the shorter of quoted-printable and base64, within a line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 200, maxLength: 2000 }), async (text) => {
        const octets = canonicalText(text)
        const chosen = encodingOfText(octets, safe)
        fc.pre(chosen === 'quoted-printable' || chosen === 'base64')
        const other = chosen === 'base64' ? 'quoted-printable' : 'base64'
        const lengths = [await run([octets], chosen), await run([octets], other)].map((out) => out.length)
        expect(lengths[0]).toBeLessThanOrEqual(lengths[1]! + 78 + octets.length / 40)
      }),
    )
  })

  test('every kind of line end becomes CR LF', () => {
    expect(canonicalText('a\nb\rc\r\nd\r\r\ne\n\r').toString()).toBe('a\r\nb\r\nc\r\nd\r\n\r\ne\r\n\r\n')
  })
})

test('the encoding of attachments', () => {
  expect(encodingOfAttachment(undefined, 'image/png', eight)).toBe('base64')
  expect(encodingOfAttachment(undefined, 'image/png', all)).toBe('binary')
  expect(encodingOfAttachment('binary', 'image/png', eight)).toBe('base64')
  expect(encodingOfAttachment('base64', 'image/png', all)).toBe('base64')
  expect(encodingOfAttachment('8bit', 'text/csv', eight)).toBe('8bit')
  expect(encodingOfAttachment('8bit', 'text/csv', safe)).toBe('quoted-printable')
  expect(encodingOfAttachment(undefined, 'message/rfc822', safe)).toBe('7bit')
  expect(encodingOfAttachment('8bit', 'message/rfc822', safe)).toBe('7bit')
  expect(encodingOfAttachment(undefined, 'message/rfc822', all)).toBe('8bit')
})

test('base64 and quoted-printable give back any octets, however they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 90 }), async (octets, size) => {
      const base64 = (await run(cut(octets, size), 'base64')).toString('latin1')
      expect(base64).toMatch(/^(?:[A-Za-z0-9+/=]{1,76}(?:\r\n|$))*$/)
      expect(Buffer.from(base64, 'base64')).toEqual(Buffer.from(octets))
      const printable = (await run(cut(octets, size), 'quoted-printable')).toString('latin1')
      expect(printable).toMatch(/^[\t\x20-\x7e]{0,76}(?:\r\n[\t\x20-\x7e]{0,76})*$/)
      expect(decodeQuotedPrintable(printable)).toEqual(Buffer.from(octets))
    }),
  )
})

describe('7bit and 8bit', () => {
  test('bare CR and bare LF become CR LF, however the octets are cut', async () => {
    const text = fc.array(fc.constantFrom('\r', '\n', '\r\n', 'a', 'bc')).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (input, size) => {
        const out = await run(cut(Buffer.from(input), size), '7bit')
        expect(out.toString()).toBe(canonicalText(input).toString())
      }),
    )
  })

  test('998 octets in a line pass, 999 do not', async () => {
    const line = (length: number): Buffer => Buffer.from(`a\r\n${'x'.repeat(length)}\r\n${'x'.repeat(998)}`)
    expect((await run(cut(line(998), 100), '7bit')).length).toBe(line(998).length)
    await expect(run(cut(line(999), 100), '7bit')).rejects.toThrow(/part: 7bit cannot carry a line over 998 octets/)
  })

  test('octets above 127 pass as 8bit only, a NUL never does', async () => {
    expect((await run([Buffer.from('ü')], '8bit')).toString()).toBe('ü')
    await expect(run([Buffer.from('ü')], '7bit')).rejects.toThrow(/7bit cannot carry the octet 195/)
    await expect(run([Buffer.from('\0')], '8bit')).rejects.toThrow(ComposeError)
  })
})

test("a reader that leaves early ends the source, and the source's error reaches the reader", async () => {
  for (const encoding of ['base64', 'quoted-printable', '7bit', 'binary'] as const) {
    let ended = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from(`${'x'.repeat(70)}\r\n`)
      } finally {
        ended = true
      }
    }
    for await (const chunk of encode(endless(), encoding, 'part')) if (chunk.length > 0) break
    await expect.poll(() => ended).toBe(true)
    const broken = new Error('disk on fire')
    async function* fails(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a')
      throw broken
    }
    const read = async (): Promise<void> => {
      for await (const _ of encode(fails(), encoding, 'part'));
    }
    await expect(read()).rejects.toBe(broken)
  }
})
