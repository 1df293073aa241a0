import { Body, LimitError } from '@linewire/wire'
import { everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { lineBatches, textLines } from './lines.ts'

async function read(chunks: Iterable<Buffer>): Promise<{ lines: string[]; octets: number }> {
  const body = new Body({ resume: () => {}, cancel: () => {} })
  for (const chunk of chunks) body.push(chunk)
  body.finish()
  const all = { lines: [] as string[], octets: 0 }
  for await (const { lines, octets } of lineBatches(body)) {
    all.lines.push(...lines)
    all.octets += octets
  }
  return all
}

test('lines come whole, however the server cuts them', async () => {
  const text = 'one\r\n\r\nGrüße\r\nbare\nlast'
  for (const chunks of everySplit(text)) {
    expect(await read(chunks)).toEqual({
      lines: ['one', '', 'Grüße', 'bare', 'last'],
      octets: Buffer.byteLength(text),
    })
  }
})

test('each line has a charset of its own', () => {
  expect(textLines(Buffer.from('Gr\xc3\xbc\xc3\x9fe\r\nGr\xfc\xdfe\r\n', 'latin1'))).toEqual(['Grüße', 'Grüße'])
})

test('a line of one octet more than 1 MiB is a LimitError', async () => {
  const mebibyte = Buffer.alloc(1024 * 1024, 'x')
  expect((await read([mebibyte])).octets).toBe(1024 * 1024)
  await expect(read([mebibyte, Buffer.from('x')])).rejects.toThrow(LimitError)
})
