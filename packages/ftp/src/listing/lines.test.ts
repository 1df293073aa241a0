import { Body, type Charset, LimitError, utf8 } from '@linewire/wire'
import { everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { charsetOf, octetNames } from '../charset.ts'
import { lineBatches } from './lines.ts'

const none = { line: 1000, all: Number.POSITIVE_INFINITY }

async function all(chunks: Iterable<Buffer>, charset: Charset = utf8, limits = none): Promise<string[]> {
  const body = new Body({ resume: () => {}, cancel: () => {} })
  for (const chunk of chunks) body.push(chunk)
  body.finish()
  const found: string[] = []
  for await (const lines of lineBatches(body, charset, limits)) found.push(...lines)
  return found
}

test('lines end in CR LF or LF, wherever the data is cut', async () => {
  for (const chunks of everySplit('one\r\ntwo ü\n\r\nlast')) {
    expect(await all(chunks)).toEqual(['one', 'two ü', '', 'last'])
  }
})

test('names are in the charset of the connection', async () => {
  const latin1 = Buffer.from('a\xe9\r\nb\xe9\nlast\xe9', 'latin1')
  expect(await all([latin1], octetNames)).toEqual(['aé', 'bé', 'lasté'])
  const gbk = Buffer.concat([Buffer.from('plain\r\n'), Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 13, 10, 0xd6, 0xd0])])
  expect(await all([gbk], await charsetOf('gbk'))).toEqual(['plain', '中文', '中'])
})

test('one name that is not UTF-8 changes no other', async () => {
  expect(await all([Buffer.from('ü\r\n'), Buffer.from([0xff, 10]), Buffer.from('ä\n')])).toEqual(['ü', 'ÿ', 'ä'])
  expect(await all([Buffer.concat([Buffer.from('ü\r\n'), Buffer.from([0xff, 13, 10]), Buffer.from('ä\n')])])).toEqual([
    'ü',
    'ÿ',
    'ä',
  ])
})

test('a listing of one octet more than the limit is a LimitError', async () => {
  expect(await all([Buffer.from('abcd\n')], utf8, { ...none, all: 5 })).toEqual(['abcd'])
  await expect(all([Buffer.from('abcde\n')], utf8, { ...none, all: 5 })).rejects.toThrow(LimitError)
})

test.each([
  ['UTF-8', utf8, 'ab\r\n', 'abc\r\n'],
  ['without an end', utf8, 'ab', 'abc'],
  ['another charset', { ...utf8 }, 'ü\r\n', 'aü\r\n'],
])('so is a line of one octet more than its limit: %s', async (_, charset, short, long) => {
  const limits = { ...none, line: 2 }
  for (const chunks of everySplit(short)) await all(chunks, charset, limits)
  for (const chunks of everySplit(long)) await expect(all(chunks, charset, limits)).rejects.toThrow(LimitError)
})

test('a line without an end is given up before it is all there', async () => {
  const body = new Body({ resume: () => {}, cancel: () => {} })
  body.push(Buffer.alloc(70_000, 0x61))
  await expect(lineBatches(body, utf8, { ...none, line: 65_536 }).next()).rejects.toThrow(
    'the listing has a line of more than 65536 octets (limits.line)',
  )
})
