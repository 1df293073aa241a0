import { expect, test } from 'vitest'
import { AuthError, ConnectionError } from './errors.ts'
import { retrying } from './retry.ts'

const lost = new ConnectionError('the server closed the connection', 'ERR_CLOSED')

/** Work that fails as it is told, then succeeds. */
function failing(...errors: unknown[]) {
  const attempts: number[] = []
  const work = async (attempt: number): Promise<string> => {
    attempts.push(attempt)
    if (errors.length > 0) throw errors.shift()
    return 'done'
  }
  return { work, attempts }
}
const now = { backoff: () => 0 }

test('what may pass is tried again, each time after the pause for that try', async () => {
  const { work, attempts } = failing(lost, lost)
  const asked: number[] = []
  const backoff = (attempt: number): number => {
    asked.push(attempt)
    return 0
  }
  expect(await retrying(work, { backoff })).toBe('done')
  expect(attempts).toEqual([1, 2, 3])
  expect(asked).toEqual([1, 2])
})

test('when no try is left, the last failure is thrown', async () => {
  const last = new ConnectionError('nothing listens', 'ECONNREFUSED')
  const { work, attempts } = failing(lost, lost, last)
  await expect(retrying(work, { ...now, attempts: 2 })).rejects.toBe(last)
  expect(attempts).toEqual([1, 2, 3])
  const once = failing(lost)
  await expect(retrying(once.work, { ...now, attempts: 0 })).rejects.toBe(lost)
})

test('what another try does not mend is thrown at once; the caller may know better', async () => {
  const refused = new AuthError({ command: 'PASS', code: '530', text: 'no' })
  const { work, attempts } = failing(refused)
  await expect(retrying(work, now)).rejects.toBe(refused)
  expect(attempts).toEqual([1])
  expect(await retrying(failing(refused).work, { ...now, when: (error) => error === refused })).toBe('done')
})

test('an abort ends it, in a try and in a pause', async () => {
  const leaving = new AbortController()
  const reason = new Error('left')
  const { work, attempts } = failing(lost)
  const waiting = retrying(work, { backoff: () => 60_000 }, leaving.signal)
  await Promise.resolve()
  leaving.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  expect(attempts).toEqual([1])
  const aborted = failing(lost)
  await expect(retrying(aborted.work, now, leaving.signal)).rejects.toBe(lost)
})
