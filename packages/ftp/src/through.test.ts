import { describe, expect, test } from 'vitest'
import { through } from './through.ts'

/** A source that gives nothing for ever, behind what it has. */
function silent(...values: string[]): { source: AsyncIterable<string>; told: () => number } {
  let told = 0
  let leave = (_: IteratorResult<string>): void => {}
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: (): Promise<IteratorResult<string>> => {
        const value = values.shift()
        if (value !== undefined) return Promise.resolve({ value, done: false })
        return new Promise((resolve) => {
          leave = resolve
        })
      },
      return: async () => {
        told++
        leave({ value: undefined, done: true })
        return { value: undefined, done: true as const }
      },
    }),
  }
  return { source, told: () => told }
}

async function* louder(source: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  for await (const word of source) yield word.toUpperCase()
}

test('what the generator makes of it', async () => {
  const words: string[] = []
  const source = (async function* () {
    yield 'a'
    yield 'b'
  })()
  for await (const word of through(source, louder)) words.push(word)
  expect(words).toEqual(['A', 'B'])
})

describe('who leaves it tells the source at once, and once', () => {
  test('while its next piece is waited for', async () => {
    const { source, told } = silent('a')
    const made = through(source, louder)
    expect(await made.next()).toEqual({ value: 'A', done: false })
    const next = made.next()
    const left = made.return()
    expect(told()).toBe(1)
    expect(await next).toEqual({ value: undefined, done: true })
    expect(await left).toEqual({ value: undefined, done: true })
    expect(told()).toBe(1)
  })

  test('between two pieces', async () => {
    const { source, told } = silent('a', 'b')
    for await (const word of through(source, louder)) {
      expect(word).toBe('A')
      break
    }
    expect(told()).toBe(1)
  })

  test('through several of them', async () => {
    const { source, told } = silent('a')
    const made = through(through(source, louder), louder)
    await made.next()
    const next = made.next()
    await made.return()
    expect(told()).toBe(1)
    expect((await next).done).toBe(true)
  })
})

describe('a source is not told', () => {
  test('that was never asked', async () => {
    const { source, told } = silent('a')
    await through(source, louder).return()
    expect(told()).toBe(0)
  })

  test('that has come to its end, or failed', async () => {
    let told = 0
    const ends = [async () => ({ value: undefined, done: true as const }), async () => Promise.reject(new Error('no'))]
    for (const next of ends) {
      const leave = async (): Promise<IteratorResult<string>> => {
        told++
        return { value: undefined, done: true }
      }
      const made = through<string, string>({ [Symbol.asyncIterator]: () => ({ next, return: leave }) }, louder)
      await made.next().catch(() => {})
      await made.return()
    }
    expect(told).toBe(0)
  })
})

test('a failure to leave is told to who leaves it between two pieces', async () => {
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ value: 'a', done: false }),
      return: async () => Promise.reject(new Error('stuck')),
    }),
  }
  const made = through(source, louder)
  await made.next()
  await expect(made.return()).rejects.toThrow('stuck')
})
