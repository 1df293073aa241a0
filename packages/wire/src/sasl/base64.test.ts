import { describe, expect, test } from 'vitest'
import { fromBase64, toBase64, toInitialResponse } from './base64.ts'
import { SaslError } from './mechanism.ts'

describe('base64 of SASL octets', () => {
  test('a challenge is decoded and a response encoded', () => {
    expect(fromBase64('VXNlcm5hbWU6').toString()).toBe('Username:')
    expect(toBase64(Buffer.from('Username:'))).toBe('VXNlcm5hbWU6')
  })

  test('a view into a larger buffer encodes its own octets only', () => {
    expect(toBase64(new Uint8Array([1, 2, 3, 4]).subarray(1, 3))).toBe('AgM=')
  })

  test('an empty initial response is a lone "="', () => {
    expect(toInitialResponse(new Uint8Array())).toBe('=')
    expect(toInitialResponse(Buffer.from([1]))).toBe('AQ==')
  })

  test('an empty challenge is nothing at all, or a lone "="', () => {
    expect(fromBase64('')).toHaveLength(0)
    expect(fromBase64('=')).toHaveLength(0)
  })

  test.each(['Ready', 'VXNlcm5hbWU', 'VXNl cm5h', 'VXNlcm5hbWU6\r', 'AQ==AQ==', 'AQ-_'])('%j is not base64', (text) => {
    expect(() => fromBase64(text)).toThrow(SaslError)
  })
})
