import { expect, test } from 'vitest'
import { dotFraming } from './dot.ts'
import { LimitError } from './errors.ts'
import { Input } from './input.ts'
import { literalFraming } from './literal.ts'
import { collect, line, type Script, until } from './script.ts'
import { everySplit } from './testing/every-split.ts'

function run<T>(script: Script<T>, input: Input, chunks: Iterable<Buffer>): T {
  let step = script.next()
  for (const chunk of chunks) {
    input.push(chunk)
    if (!step.done) step = script.next()
  }
  if (!step.done) throw new Error('it waits for more')
  return step.value
}

test('a line is text: UTF-8 where it is, Latin-1 where it is not', () => {
  for (const chunks of everySplit('Grüße\r\n')) {
    const input = new Input()
    expect(run(line(input), input, chunks)).toBe('Grüße')
  }
  const input = new Input()
  expect(run(line(input), input, [Buffer.from('Gr\xfc\xdfe\r\n', 'latin1')])).toBe('Grüße')
})

test('a body is collected from every split', () => {
  for (const chunks of everySplit('a\r\n..b\r\n.\r\n')) {
    const input = new Input()
    expect(run(collect(input, dotFraming()), input, chunks).toString()).toBe('a\r\n.b\r\n')
  }
})

test('a body of exactly the limit is collected, one octet more is a LimitError', () => {
  for (const chunks of everySplit('12345678')) {
    const input = new Input()
    expect(run(collect(input, literalFraming(8), 8), input, chunks).toString()).toBe('12345678')
    const other = new Input()
    expect(() => run(collect(other, literalFraming(8), 7), other, chunks)).toThrow(LimitError)
  }
})

test('the limit is that of the connection, unless told', () => {
  const limited = (): Input => new Input(undefined, undefined, 8)
  const input = limited()
  expect(run(collect(input, literalFraming(8)), input, [Buffer.from('12345678')]).toString()).toBe('12345678')
  const other = limited()
  expect(() => run(collect(other, literalFraming(9)), other, [Buffer.from('123456789')])).toThrow('more than 8 octets')
})

test('a small body does not keep the large chunk that it came in', () => {
  const input = new Input()
  const chunk = Buffer.concat([Buffer.from('tiny'), Buffer.alloc(100_000)])
  const body = run(collect(input, literalFraming(4)), input, [chunk])
  expect(body.buffer).not.toBe(chunk.buffer)
})

test('until() goes on with the value, and throws what the promise throws', async () => {
  function* both(): Script<string> {
    const first = yield* until(Promise.resolve('one'))
    try {
      yield* until(Promise.reject(new Error('two')))
    } catch (error) {
      return `${first} ${(error as Error).message}`
    }
    return 'nothing was thrown'
  }
  const script = both()
  for (let step = script.next(); ; step = script.next()) {
    if (step.done) {
      expect(step.value).toBe('one two')
      return
    }
    await step.value
  }
})
