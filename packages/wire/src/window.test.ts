import { expect, test } from 'vitest'
import { outcome, settled } from './testing/sample.ts'
import { slidingWindow } from './window.ts'

interface Started {
  resolve(value: string): void
  reject(error: Error): void
  signal: AbortSignal
}

function starter() {
  const started = new Map<number, Started>()
  const start = (item: number, signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      started.set(item, { resolve, reject, signal })
    })
  return { started, start, of: (item: number): Started => started.get(item)! }
}

test('as many as `ahead` are started at once, and one more for each that is taken, in order', async () => {
  const { started, start, of } = starter()
  const loop = slidingWindow([1, 2, 3, 4], 2, start)
  const first = loop.next()
  await settled()
  expect([...started.keys()]).toEqual([1, 2])
  of(2).resolve('two')
  expect(await outcome(first)).toBe('pending')
  of(1).resolve('one')
  expect((await first).value).toEqual({ item: 1, result: { status: 'fulfilled', value: 'one' } })
  const second = loop.next()
  await settled()
  expect([...started.keys()]).toEqual([1, 2, 3])
  expect((await second).value).toMatchObject({ item: 2 })
  const third = loop.next()
  await settled()
  of(3).resolve('three')
  expect((await third).value).toMatchObject({ item: 3 })
  const fourth = loop.next()
  await settled()
  of(4).resolve('four')
  expect((await fourth).value).toMatchObject({ item: 4 })
  expect(await loop.next()).toEqual({ done: true, value: undefined })
})

test('an item that fails, also before there is a promise, fails alone', async () => {
  const start = (item: number): Promise<number> => {
    if (item === 2) throw new Error('not sent')
    return item === 3 ? Promise.reject(new Error('refused')) : Promise.resolve(item)
  }
  const found: unknown[] = []
  for await (const { item, result } of slidingWindow([1, 2, 3, 4], 2, start)) {
    found.push(result.status === 'fulfilled' ? item : (result.reason as Error).message)
  }
  expect(found).toEqual([1, 'not sent', 'refused', 4])
})

test('leaving the loop aborts what is started and not taken', async () => {
  const { start, of } = starter()
  const loop = slidingWindow([1, 2, 3], 3, start)
  const first = loop.next()
  await settled()
  of(1).resolve('one')
  await first
  expect(of(2).signal.aborted).toBe(false)
  await loop.return()
  expect([of(2).signal.aborted, of(3).signal.aborted]).toEqual([true, true])
  expect(of(2).signal.reason).toMatchObject({ name: 'AbortError' })
  of(2).reject(new Error('and nobody has to hear it'))
})

test('a source that is slower than the results holds none of them up', async () => {
  const { started, start, of } = starter()
  let left = false
  async function* slow(): AsyncGenerator<number> {
    try {
      yield 1
      yield 2
      await new Promise(() => {})
    } finally {
      left = true
    }
  }
  const loop = slidingWindow(slow(), 4, start)
  const first = loop.next()
  await settled()
  expect([...started.keys()]).toEqual([1, 2])
  of(1).resolve('one')
  expect((await first).value).toMatchObject({ item: 1 })
  of(2).resolve('two')
  expect((await loop.next()).value).toMatchObject({ item: 2 })
  const none = outcome(loop.next())
  expect(await none).toBe('pending')
  expect(left).toBe(false)
})

test('a source that fails ends the loop with its error, also while nobody waits for it', async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1
    throw new Error('no more')
  }
  const seen: unknown[] = []
  const reading = (async () => {
    for await (const { item } of slidingWindow(failing(), 2, (item) => Promise.resolve(item))) {
      seen.push(item)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  await expect(reading).rejects.toThrow('no more')
})

test('the source is told when the loop is left', async () => {
  let told = 0
  function* items(): Generator<number> {
    try {
      for (let i = 0; ; i++) yield i
    } finally {
      told++
    }
  }
  for await (const _ of slidingWindow(items(), 2, (item) => Promise.resolve(item))) break
  expect(told).toBe(1)
})

test('a window of nothing is a window of one: no item is lost', async () => {
  for (const ahead of [0, -1, Number.NaN, 0.5]) {
    const found: number[] = []
    for await (const { item } of slidingWindow([1, 2], ahead, (item) => Promise.resolve(item))) found.push(item)
    expect(found).toEqual([1, 2])
  }
})

test('what was handed over weighs until the next one is asked for, however late the items come', async () => {
  const started: number[] = []
  let ask: () => void = () => {}
  async function* slowly(): AsyncGenerator<number> {
    yield 1
    await new Promise<void>((resolve) => {
      ask = resolve
    })
    yield 20
  }
  const size = { count: 10, cost: (weight: number) => weight, budget: 7 }
  const loop = slidingWindow(slowly(), size, (item) => {
    started.push(item)
    return Promise.resolve(item)
  })
  expect((await loop.next()).value).toMatchObject({ item: 1 })
  ask()
  await settled()
  // the reader has the first in hand, and may do more with the connection
  expect(started).toEqual([1])
  expect((await loop.next()).value).toMatchObject({ item: 20 })
})

test('what is started weighs no more than the budget, and what is heavier goes alone', async () => {
  const started: number[] = []
  const inFlight: number[] = []
  const weights = [3, 3, 3, 20, 1, 1]
  const start = (weight: number): Promise<number> => {
    started.push(weight)
    return Promise.resolve(weight)
  }
  const size = { count: 10, cost: (weight: number) => weight, budget: 7 }
  const taken: number[] = []
  for await (const { item } of slidingWindow(weights, size, start)) {
    taken.push(item)
    inFlight.push(started.slice(taken.length).reduce((sum, weight) => sum + weight, 0))
  }
  expect(taken).toEqual(weights)
  // behind the first: 3; behind the second: 3 (20 would be too much); behind the heavy one nothing
  expect(inFlight).toEqual([3, 3, 0, 0, 1, 0])
})
