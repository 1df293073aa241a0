import { describe, expect, test, vi } from 'vitest'
import { fromBase64, toBase64 } from './base64.ts'
import { SaslError, type Token } from './mechanism.ts'
import { xoauth2 } from './xoauth2.ts'

const failure = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}'

describe('XOAUTH2', () => {
  test("Google's example", async () => {
    const mechanism = xoauth2({
      user: 'someuser@example.com',
      token: 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg',
    })
    expect(toBase64((await mechanism.initial?.()) ?? Buffer.alloc(0))).toBe(
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    )
  })

  test('a failure is answered with an empty response, and its status kept', async () => {
    const mechanism = xoauth2({ user: 'alice', token: 'abc' })
    await mechanism.initial?.()
    expect(mechanism.status).toBeUndefined()
    const report = fromBase64(
      'eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==',
    )
    expect(report.toString()).toBe(failure)
    expect(await mechanism.next(report)).toHaveLength(0)
    expect(mechanism.status).toBe('400')
  })

  test.each(['', 'not JSON', '[]', 'null', '{"error":1}'])('a failure without a status: %j', async (report) => {
    const mechanism = xoauth2({ user: 'alice', token: 'abc' })
    await mechanism.initial?.()
    expect(await mechanism.next(Buffer.from(report))).toHaveLength(0)
    expect(mechanism.status).toBeUndefined()
  })

  test('a second challenge behind a failure ends the exchange', async () => {
    const mechanism = xoauth2({ user: 'alice', token: 'abc' })
    await mechanism.initial?.()
    await mechanism.next(Buffer.from(failure))
    expect(() => mechanism.next(Buffer.from(failure))).toThrow(SaslError)
  })

  test('after a failure, starting over asks for a fresh token; after success it does not', async () => {
    const token = vi.fn<Exclude<Token, string>>(({ expired }) => (expired ? 'new' : 'old'))
    const mechanism = xoauth2({ user: 'alice', token })
    await mechanism.initial?.()
    await mechanism.next(Buffer.from(failure))
    expect(Buffer.from((await mechanism.initial?.()) ?? []).toString()).toBe('user=alice\x01auth=Bearer new\x01\x01')
    expect(mechanism.status).toBeUndefined()
    mechanism.finish?.()
    await mechanism.initial?.()
    expect(token.mock.calls).toEqual([[{ expired: false }], [{ expired: true }], [{ expired: false }]])
  })

  test('neither user name nor token can add a field of its own', async () => {
    await expect(xoauth2({ user: 'alice\x01auth=Bearer x', token: 'abc' }).initial?.()).rejects.toThrow(SaslError)
    await expect(xoauth2({ user: 'alice', token: 'abc\x01user=bob' }).initial?.()).rejects.toThrow(SaslError)
  })
})
