import { Body } from '@linewire/wire'
import { expect, test } from 'vitest'
import { lent } from './lent.ts'

/** The first octet of each piece, which is all that a lent piece may leave. */
const first = (piece: Uint8Array): number => piece[0]!

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

function feed(): { body: Body; log: string[] } {
  const log: string[] = []
  const body = new Body({ resume: () => log.push('resume'), cancel: () => log.push('cancel') })
  return { body, log }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('each piece in order, those that were there before and those that come', async () => {
  const { body } = feed()
  body.push(Buffer.from([1]))
  const items = all(lent(body, first))
  await turn()
  for (const octet of [2, 3, 4]) {
    body.push(Buffer.from([octet]))
    await turn()
  }
  body.finish()
  expect(await items).toEqual([1, 2, 3, 4])
})

test('memory that is lent is given back at once, unless the reader is behind', async () => {
  const { body } = feed()
  const items = lent(body, first)
  const one = items.next()
  await turn()
  expect(body.push(Buffer.from([1]))).toBe(false)
  expect(await one).toEqual({ value: 1, done: false })
  await turn()
  expect(body.push(Buffer.from([2]))).toBe(false)
  await turn()
  expect(body.push(Buffer.from([3]))).toBe(true)
  expect(body.push(Buffer.from([4]))).toBe(true)
  body.finish()
  expect(await all(items)).toEqual([2, 3, 4])
})

test('a reader that is behind stops the connection, and sets it going again', async () => {
  const { body, log } = feed()
  let taken = 0
  const items = lent(body, () => ++taken)
  const one = items.next()
  for (let piece = 0; piece < 20; piece++) body.push(Buffer.alloc(16 * 1024))
  expect(await one).toEqual({ value: 1, done: false })
  await turn()
  expect(taken).toBeLessThan(5)
  expect(body.full).toBe(true)
  expect(log).toEqual([])
  body.finish()
  expect(await all(items)).toHaveLength(19)
})

test('left in the middle, the rest is not wanted', async () => {
  const { body, log } = feed()
  for (const octet of [1, 2, 3, 4]) body.push(Buffer.from([octet]))
  for await (const item of lent(body, first)) if (item === 2) break
  expect(log).toContain('cancel')
  expect(body.push(Buffer.from([5]))).toBe(false)
})

test('what breaks the body, and what is thrown over a piece, comes behind what was good', async () => {
  const { body } = feed()
  body.push(Buffer.from([1]))
  body.fail(new Error('the connection broke'))
  const items = lent(body, first)
  expect(await items.next()).toEqual({ value: 1, done: false })
  await expect(items.next()).rejects.toThrow('the connection broke')

  const { body: other, log } = feed()
  for (const octet of [1, 2]) other.push(Buffer.from([octet]))
  const odd = lent(other, (piece) => {
    if (piece[0] === 2) throw new Error('not this one')
    return piece[0]
  })
  expect(await odd.next()).toEqual({ value: 1, done: false })
  await expect(odd.next()).rejects.toThrow('not this one')
  expect(log).toContain('cancel')
})
