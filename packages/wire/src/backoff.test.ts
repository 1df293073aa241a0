import { getEventListeners } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { backoff, delay } from './backoff.ts'

afterEach(() => void vi.useRealTimers())

test('it is doubled with each try, up to a minute, and the half of it is left to chance', () => {
  const least = (): number => 0
  const most = (): number => 1
  expect([1, 2, 3, 7, 8, 9, 2000].map((n) => backoff(n, least))).toEqual([
    250, 500, 1000, 16_000, 30_000, 30_000, 30_000,
  ])
  expect([1, 2, 3, 7, 8, 9, 2000].map((n) => backoff(n, most))).toEqual([
    500, 1000, 2000, 32_000, 60_000, 60_000, 60_000,
  ])
  expect(new Set(Array.from({ length: 20 }, () => backoff(4))).size).toBeGreaterThan(1)
})

test('a delay passes', async () => {
  vi.useFakeTimers()
  const { signal } = new AbortController()
  const waited = delay(30_000, signal)
  await vi.advanceTimersByTimeAsync(30_000)
  await waited
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a delay ends at once when it is aborted, and leaves no timer', async () => {
  vi.useFakeTimers()
  const leaving = new AbortController()
  const reason = new Error('left')
  const waited = delay(30_000, leaving.signal)
  leaving.abort(reason)
  await expect(waited).rejects.toBe(reason)
  expect(vi.getTimerCount()).toBe(0)
  await expect(delay(1, leaving.signal)).rejects.toBe(reason)
})
