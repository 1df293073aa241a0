import { describe, expect, test } from 'vitest'
import { cramMd5 } from './cram-md5.ts'
import { SaslError } from './mechanism.ts'

const challenge = Buffer.from('<1896.697170952@postoffice.reston.mci.net>')

describe('CRAM-MD5', () => {
  test('RFC 2195 §2: the example', async () => {
    const mechanism = cramMd5({ user: 'tim', password: 'tanstaaftanstaaf' })
    expect(mechanism.initial).toBeUndefined()
    expect(Buffer.from(await mechanism.next(challenge)).toString()).toBe('tim b913a602c7eda7a495b4e6e7334d3890')
  })

  test('a second challenge ends the exchange', async () => {
    const mechanism = cramMd5({ user: 'tim', password: 'x' })
    await mechanism.next(challenge)
    await expect(mechanism.next(challenge)).rejects.toThrow(SaslError)
  })

  test('an empty challenge is not answered', async () => {
    await expect(cramMd5({ user: 'tim', password: 'x' }).next(new Uint8Array())).rejects.toThrow(SaslError)
  })

  test('NUL is refused in user name and password', async () => {
    await expect(cramMd5({ user: 'ti\0m', password: 'x' }).next(challenge)).rejects.toThrow(SaslError)
    await expect(cramMd5({ user: 'tim', password: '\0' }).next(challenge)).rejects.toThrow(SaslError)
  })
})
