import { LimitError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { Listing } from './listing.ts'

let asked = 0
async function* ask(): AsyncGenerator<{ octets: number; items: number[] }> {
  asked++
  yield { octets: 4, items: [1, 2] }
  yield { octets: 2, items: [] }
  yield { octets: 2, items: [3] }
}

test('a listing is awaited, iterated, or taken in batches; asked for each time', async () => {
  const listing = new Listing(ask, 100)
  expect(asked).toBe(0)
  expect(await listing).toEqual([1, 2, 3])
  const items: number[] = []
  for await (const item of listing) items.push(item)
  expect(items).toEqual([1, 2, 3])
  const batches: number[][] = []
  for await (const batch of listing.batches()) batches.push(batch)
  expect(batches).toEqual([[1, 2], [], [3]])
  expect(asked).toBe(3)
})

test('what is awaited is bounded: one octet more is a LimitError', async () => {
  expect(await new Listing(ask, 8)).toHaveLength(3)
  await expect(new Listing(ask, 7).then()).rejects.toThrow(LimitError)
})

test('a failure is the rejection', async () => {
  const failing = new Listing<number>(async function* () {
    yield { octets: 1, items: [1] }
    throw new Error('gone')
  }, 8)
  await expect(failing.then()).rejects.toThrow('gone')
})
