import { everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { crlfLines, crlfOctets } from './text-lines.ts'

async function sent(lines: Iterable<string> | AsyncIterable<string>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of crlfLines(lines)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

test('every line ends in CR LF, whatever it ended in', async () => {
  expect(await sent(['one', 'two\n', 'three\r\n', '', 'four\nfive'])).toBe(
    'one\r\ntwo\r\nthree\r\n\r\nfour\r\nfive\r\n',
  )
})

test('no lines are no octets', async () => {
  expect(await sent([])).toBe('')
})

test('lines come from anywhere, and in any number', async () => {
  const many = (async function* () {
    for (let i = 0; i < 20_000; i++) yield `line ${i}`
  })()
  expect((await sent(many)).split('\r\n')).toHaveLength(20_001)
})

async function* chunked(chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks
}

test('octets of text get the line ends of TYPE A, wherever they are cut', async () => {
  const text = 'one\ntwo\r\n\nfour\rstill four\r\r\n\n'
  for (const chunks of everySplit(text)) {
    const got: Uint8Array[] = []
    for await (const piece of crlfOctets(chunked(chunks))) got.push(piece)
    expect(Buffer.concat(got).toString()).toBe('one\r\ntwo\r\n\r\nfour\rstill four\r\r\n\r\n')
  }
})
