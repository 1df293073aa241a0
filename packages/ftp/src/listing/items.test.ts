import { expect, test } from 'vitest'
import { Items } from './items.ts'

const log: string[] = []

async function* batches(...all: number[][]): AsyncGenerator<number[], void, undefined> {
  try {
    for (const batch of all) {
      await new Promise((resolve) => setImmediate(resolve))
      log.push(`batch of ${batch.length}`)
      yield batch
    }
  } finally {
    log.push('over')
  }
}

test('one by one, batch by batch', async () => {
  const seen: number[] = []
  for await (const item of new Items(batches([1, 2], [], [3]))) seen.push(item)
  expect(seen).toEqual([1, 2, 3])
  expect(log.splice(0)).toEqual(['batch of 2', 'batch of 0', 'batch of 1', 'over'])
})

test('asked for all at once they come in order', async () => {
  const items = new Items(batches([1], [2, 3], [4]))
  const results = await Promise.all(Array.from({ length: 6 }, () => items.next()))
  expect(results.map(({ value }) => value)).toEqual([1, 2, 3, 4, undefined, undefined])
  expect(results.map(({ done }) => done)).toEqual([false, false, false, false, true, true])
  log.length = 0
})

test('what is left is not asked for', async () => {
  const items = new Items(batches([1, 2], [3]))
  expect(await items.next()).toEqual({ value: 1, done: false })
  expect(await items.return()).toEqual({ value: undefined, done: true })
  expect(await items.next()).toEqual({ value: undefined, done: true })
  expect(log.splice(0)).toEqual(['batch of 2', 'over'])
})

test('what goes wrong is heard once, and then it is over', async () => {
  const items = new Items<number>(
    (async function* () {
      yield [1]
      throw new Error('no more')
    })(),
  )
  expect(await items.next()).toEqual({ value: 1, done: false })
  await expect(items.next()).rejects.toThrow('no more')
  expect(await items.next()).toEqual({ value: undefined, done: true })
})
