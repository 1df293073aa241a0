import { Body, LimitError, utf8 } from '@linewire/wire'
import { everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { octetNames } from '../charset.ts'
import { lines } from './lines.ts'

function body(chunks: Iterable<Buffer>): Body {
  const made = new Body({ resume: () => {}, cancel: () => {} })
  for (const chunk of chunks) made.push(chunk)
  made.finish()
  return made
}

async function all(items: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = []
  for await (const item of items) found.push(item)
  return found
}

test('lines end in CR LF or LF, wherever the data is cut', async () => {
  for (const chunks of everySplit('one\r\ntwo ü\n\r\nlast')) {
    expect(await all(lines(body(chunks), utf8, 100))).toEqual(['one', 'two ü', '', 'last'])
  }
})

test('names are in the charset of the connection', async () => {
  expect(await all(lines(body([Buffer.from([0x61, 0xe9, 10])]), octetNames, 100))).toEqual(['aé'])
})

test('a listing of one octet more than the limit is a LimitError', async () => {
  expect(await all(lines(body([Buffer.from('abcd\n')]), utf8, 5))).toEqual(['abcd'])
  await expect(all(lines(body([Buffer.from('abcde\n')]), utf8, 5))).rejects.toThrow(LimitError)
})
