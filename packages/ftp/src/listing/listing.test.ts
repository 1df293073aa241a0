import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { Listing, type Wanted } from './listing.ts'

const asked: Wanted[] = []

const three = (): Listing<number> =>
  new Listing(async function* (wanted) {
    asked.push(wanted)
    yield [1, 2]
    yield []
    yield [3]
  })

async function each<T>(listing: Listing<T>): Promise<T[]> {
  const seen: T[] = []
  for await (const item of listing) seen.push(item)
  return seen
}

test('a listing is awaited, or gone through', async () => {
  expect(await three()).toEqual([1, 2, 3])
  expect(await each(three())).toEqual([1, 2, 3])
  expect(asked.splice(0)).toEqual(['all', 'each'])
})

test('it is asked for once, however often it is awaited', async () => {
  const listing = three()
  expect(await listing).toEqual([1, 2, 3])
  expect(await listing).toEqual([1, 2, 3])
  expect(await each(listing)).toEqual([1, 2, 3])
  expect(asked.splice(0)).toEqual(['all'])
})

test('what has been gone through is gone', async () => {
  const listing = three()
  await each(listing)
  await expect(each(listing)).rejects.toThrow(ArgumentError)
  await expect(Promise.resolve(listing)).rejects.toThrow('this listing has been gone through already')
})

test('no more is read than is gone through, and leaving it in the middle ends it', async () => {
  const log: string[] = []
  const listing = new Listing<number>(async function* () {
    try {
      for (let batch = 0; ; batch++) {
        log.push(`batch ${batch}`)
        yield [batch, batch]
      }
    } finally {
      log.push('left')
    }
  })
  let seen = 0
  for await (const _ of listing) if (++seen === 3) break
  expect(log).toEqual(['batch 0', 'batch 1', 'left'])
})

test('what it is asked for in vain, whoever awaits it hears', async () => {
  const broken = (): Listing<number> =>
    new Listing<number>(async function* () {
      yield [1]
      throw new Error('no more')
    })
  await expect(Promise.resolve(broken())).rejects.toThrow('no more')
  await expect(each(broken())).rejects.toThrow('no more')
})
