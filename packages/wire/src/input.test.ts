import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LimitError } from './errors.ts'
import { Input } from './input.ts'
import { everySplit } from './testing/every-split.ts'

const inputOf = (...chunks: string[]): Input => {
  const input = new Input()
  for (const chunk of chunks) input.push(Buffer.from(chunk))
  return input
}

const lines = (input: Input): string[] => {
  const found: string[] = []
  for (let line = input.line(); line !== undefined; line = input.line()) found.push(line.toString())
  return found
}

test('a line ends in CR LF, or in LF alone, wherever the chunks are cut', () => {
  for (const chunks of everySplit('one\r\ntwo\n\r\nthree \r four\r\n')) {
    const input = new Input()
    const found: string[] = []
    for (const chunk of chunks) {
      input.push(chunk)
      found.push(...lines(input))
    }
    expect(found).toEqual(['one', 'two', '', 'three \r four'])
    expect(input.length).toBe(0)
  }
})

test('what has no end yet is not a line', () => {
  const input = inputOf('+OK hal', 'f a line\r')
  expect(input.line()).toBeUndefined()
  expect(input.length).toBe(16)
  input.push(Buffer.from('\n'))
  expect(input.line()?.toString()).toBe('+OK half a line')
})

test('octets are read in the order in which they came, though the reader stops at the end of a chunk', () => {
  const input = inputOf('first\r\n', 'second\r\n')
  expect(input.line()?.toString()).toBe('first')
  input.push(Buffer.from('third\r\n'))
  expect(lines(input)).toEqual(['second', 'third'])

  const taken = inputOf('abc', 'def')
  expect(taken.take(3).toString()).toBe('abc')
  taken.push(Buffer.from('ghi'))
  expect(taken.take().toString() + taken.take().toString()).toBe('defghi')
})

test('any mixture of lines, octets and pushes reads what was pushed', () => {
  const step = fc.oneof(
    fc.record({ push: fc.stringMatching(/^[ab\r\n]{0,8}$/) }),
    fc.constant('line' as const),
    fc.record({ take: fc.integer({ min: 1, max: 5 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const input = new Input()
      let unread = ''
      for (const step of steps) {
        if (step === 'line') {
          const end = unread.indexOf('\n')
          const expected = end < 0 ? undefined : unread.slice(0, end).replace(/\r$/, '')
          expect(input.line()?.toString()).toBe(expected)
          if (end >= 0) unread = unread.slice(end + 1)
        } else if ('push' in step) {
          input.push(Buffer.from(step.push))
          unread += step.push
        } else {
          const piece = input.take(step.take).toString()
          expect(piece.length > 0).toBe(unread.length > 0)
          expect(unread.startsWith(piece)).toBe(true)
          unread = unread.slice(piece.length)
        }
        expect(input.length).toBe(unread.length)
      }
    }),
    { numRuns: 500 },
  )
})

test('what is given back is read again', () => {
  const input = inputOf('literal)\r\n')
  const piece = input.take()
  input.unread(piece.length - 7)
  expect(input.length).toBe(3)
  expect(input.line()?.toString()).toBe(')')
})

test('nothing is taken of nothing', () => {
  expect(new Input().take().length).toBe(0)
})

test('it is known whether the last line ended in LF alone', () => {
  const input = inputOf('strict\r\nloose\n\n')
  input.line()
  expect(input.bareLf).toBe(false)
  input.line()
  expect(input.bareLf).toBe(true)
  input.line()
  expect(input.bareLf).toBe(true)
})

test('every line that is read is told of', () => {
  const input = inputOf('a\r\nb', 'c\r\n')
  const told: string[] = []
  input.onLine = (line) => told.push(line.toString())
  lines(input)
  expect(told).toEqual(['a', 'bc'])
})

test('a line of exactly the limit passes, one octet more is a LimitError that names the limit', () => {
  for (const end of ['\r\n', '\n']) {
    for (const chunks of everySplit(`${'x'.repeat(10)}${end}`)) {
      const input = new Input(10)
      for (const chunk of chunks) input.push(chunk)
      expect(input.line()?.length).toBe(10)
    }
    const input = new Input(10)
    input.push(Buffer.from(`${'x'.repeat(11)}${end}`))
    expect(() => input.line()).toThrow(LimitError)
  }
  const input = new Input(10)
  input.push(Buffer.from('x'.repeat(11)))
  input.push(Buffer.from('x'))
  expect(() => input.line()).toThrow('limits.line')
})

test('a line that never ends is given up before its end, also octet by octet', () => {
  const input = new Input(10)
  const flood = (): void => {
    for (let i = 0; i < 100; i++) {
      input.push(Buffer.from('x'))
      input.line()
    }
  }
  expect(flood).toThrow(LimitError)
  expect(input.length).toBe(12)
})
