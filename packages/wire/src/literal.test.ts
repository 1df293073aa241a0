import { expect, test } from 'vitest'
import { Input } from './input.ts'
import { literalFraming } from './literal.ts'
import { everySplit } from './testing/every-split.ts'

function read(size: number, chunks: Iterable<Buffer>): { body: string; over: boolean; left: number } {
  const input = new Input()
  const framing = literalFraming(size)
  let body = ''
  let over = false
  for (const chunk of chunks) {
    input.push(chunk)
    over ||= framing.feed(input, (piece) => {
      body += piece.toString('latin1')
    })
  }
  return { body, over, left: input.length }
}

test('a literal has exactly its octets, whatever they are', () => {
  for (const chunks of everySplit('.\r\n)\0\r\n {9}\r\n)\r\n')) {
    expect(read(12, chunks)).toEqual({ body: '.\r\n)\0\r\n {9}\r', over: true, left: 4 })
  }
})

test('a literal of no octets is over without any input', () => {
  expect(literalFraming(0).feed(new Input(), () => expect.unreachable())).toBe(true)
})

test('a literal that ends where a chunk ends leaves the next chunk in its place', () => {
  const input = new Input()
  input.push(Buffer.from('abc'))
  input.push(Buffer.from(')\r\n'))
  expect(literalFraming(3).feed(input, () => {})).toBe(true)
  input.push(Buffer.from('* OK\r\n'))
  expect([input.line()?.toString(), input.line()?.toString()]).toEqual([')', '* OK'])
})

test('while an octet is missing it is not over', () => {
  expect(read(4, [Buffer.from('abc')])).toEqual({ body: 'abc', over: false, left: 0 })
})
