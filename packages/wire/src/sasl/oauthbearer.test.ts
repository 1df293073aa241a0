import { describe, expect, test } from 'vitest'
import { fromBase64, toBase64 } from './base64.ts'
import { SaslError } from './mechanism.ts'
import { oauthbearer } from './oauthbearer.ts'

const token = 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=='
const at = { host: 'server.example.com', port: 143 }

describe('OAUTHBEARER', () => {
  test('RFC 7628 §4.1: the initial response', async () => {
    const mechanism = oauthbearer({ user: 'user@example.com', token, ...at })
    expect(toBase64((await mechanism.initial?.()) ?? Buffer.alloc(0))).toBe(
      'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
    )
  })

  test('RFC 7628 §4.3: a failure is answered with one ^A, and its status kept', async () => {
    const mechanism = oauthbearer({ user: 'user@example.com', token, ...at })
    await mechanism.initial?.()
    const report = fromBase64('eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIn0=')
    expect(toBase64(await mechanism.next(report))).toBe('AQ==')
    expect(mechanism.status).toBe('invalid_token')
  })

  test('a status cannot carry escape sequences into a terminal', async () => {
    const mechanism = oauthbearer({ user: 'user', token, ...at })
    await mechanism.initial?.()
    await mechanism.next(Buffer.from(JSON.stringify({ status: '\x1b[2Jno' })))
    expect(mechanism.status).toBe('[2Jno')
  })

  test('"," and "=" in a user name are escaped', async () => {
    const mechanism = oauthbearer({ user: 'a,b=c', token, ...at })
    expect(Buffer.from((await mechanism.initial?.()) ?? []).toString()).toMatch(/^n,a=a=2Cb=3Dc,\x01host=/)
  })

  test('a challenge before the initial response ends the exchange', () => {
    expect(() => oauthbearer({ user: 'user', token, ...at }).next(new Uint8Array())).toThrow(SaslError)
  })
})
