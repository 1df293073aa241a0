import { expect, test } from 'vitest'
import { Listing } from './listing.ts'

const three = (): Listing<number> =>
  new Listing(async function* () {
    yield 1
    yield 2
    yield 3
  })

test('a listing is awaited, or gone through', async () => {
  expect(await three()).toEqual([1, 2, 3])
  const seen: number[] = []
  for await (const item of three()) seen.push(item)
  expect(seen).toEqual([1, 2, 3])
})

test('what it is asked for in vain, whoever awaits it hears', async () => {
  const broken = new Listing<number>(async function* () {
    yield 1
    throw new Error('no more')
  })
  await expect(Promise.resolve(broken)).rejects.toThrow('no more')
})
