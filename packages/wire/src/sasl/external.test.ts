import { describe, expect, test } from 'vitest'
import { toInitialResponse } from './base64.ts'
import { external } from './external.ts'
import { SaslError } from './mechanism.ts'

describe('EXTERNAL', () => {
  test('without an identity the response is empty, and "=" in a command', async () => {
    expect(toInitialResponse((await external().initial?.()) ?? Buffer.from('none'))).toBe('=')
  })

  test('RFC 4422 appendix A.2: an identity is sent as it is', async () => {
    expect(await external({ authzid: 'fred@example.com' }).initial?.()).toEqual(Buffer.from('fred@example.com'))
  })

  test('an identity with NUL is refused', () => {
    expect(() => external({ authzid: 'fred\0' }).initial?.()).toThrow(SaslError)
  })

  test('a challenge ends the exchange', () => {
    expect(() => external().next(new Uint8Array())).toThrow(SaslError)
  })
})
