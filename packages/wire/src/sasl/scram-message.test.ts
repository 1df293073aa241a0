import { describe, expect, test } from 'vitest'
import { SaslError } from './mechanism.ts'
import { maxIterations, parseServerFinal, parseServerFirst, serverError } from './scram-message.ts'

const first = (text: string) => parseServerFirst(text, 'ours')

describe("the server's first message", () => {
  test('RFC 5802 §7: nonce, salt and iteration count', () => {
    expect(first('r=oursTHEIRS,s=c2FsdA==,i=4096')).toEqual({
      nonce: 'oursTHEIRS',
      salt: Buffer.from('salt'),
      iterations: 4096,
    })
  })

  test('optional extensions behind the count are ignored', () => {
    expect(first('r=oursX,s=c2FsdA==,i=1,x=whatever').iterations).toBe(1)
  })

  test.each(['m=ext,r=oursX,s=c2FsdA==,i=4096', 'r=oursX,s=c2FsdA==,i=4096,m=ext'])('%j demands too much', (text) => {
    expect(() => first(text)).toThrow('extension')
  })

  test.each(['r=theirs,s=c2FsdA==,i=1', 'r=ours,s=c2FsdA==,i=1', 'r=our,s=c2FsdA==,i=1', 'r=Xours,s=c2FsdA==,i=1'])(
    '%j does not extend our nonce',
    (text) => {
      expect(() => first(text)).toThrow('nonce does not extend ours')
    },
  )

  test.each(['r=oursX,s=,i=1', 'r=oursX,s=c2FsdA,i=1', 'r=oursX,s=c2 sdA==,i=1'])('%j has no salt', (text) => {
    expect(() => first(text)).toThrow('salt')
  })

  test.each(['0', '-1', '', '4096.0', '1e3', '0x10', '04096', ' 1'])('%j is no iteration count', (count) => {
    expect(() => first(`r=oursX,s=c2FsdA==,i=${count}`)).toThrow('is not an iteration count')
  })

  test('ten million iterations are done, one more is not', () => {
    expect(first(`r=oursX,s=c2FsdA==,i=${maxIterations}`).iterations).toBe(10_000_000)
    expect(() => first(`r=oursX,s=c2FsdA==,i=${maxIterations + 1}`)).toThrow('the limit is 10000000')
    expect(() => first(`r=oursX,s=c2FsdA==,i=${'9'.repeat(5000)}`)).toThrow(SaslError)
  })

  test.each(['', 'r=oursX', 's=c2FsdA==,r=oursX,i=1', 'r=ours X,s=c2FsdA==,i=1', 'v=abcd'])('%j is none', (text) => {
    expect(() => first(text)).toThrow('expected "r=…,s=…,i=…"')
  })
})

describe("the server's final message", () => {
  test('RFC 5802 §7: the signature, extensions ignored', () => {
    expect(parseServerFinal('v=AQI=')).toEqual(Buffer.from([1, 2]))
    expect(parseServerFinal('v=AQI=,x=y')).toEqual(Buffer.from([1, 2]))
  })

  test.each(['', 'v=', 'v=AQI', 'AQI=', 'x=y,v=AQI='])('%j is none', (text) => {
    expect(() => parseServerFinal(text)).toThrow('expected "v=…"')
  })

  test('an error stands in its place', () => {
    expect(serverError('e=invalid-proof')).toBe('invalid-proof')
    expect(serverError('e=other-error,x=y')).toBe('other-error')
    expect(serverError('v=AQI=')).toBeUndefined()
  })
})
