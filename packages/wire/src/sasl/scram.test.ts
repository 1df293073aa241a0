import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { describe, expect, test, vi } from 'vitest'
import type { ChannelBinding } from './binding.ts'
import { SaslError, type SaslMechanism } from './mechanism.ts'
import { type ScramHash, scram } from './scram.ts'

const octets = (text: string) => Buffer.from(text)
const text = async (octets: Uint8Array | Promise<Uint8Array> | undefined) =>
  Buffer.from((await octets) ?? []).toString()

// SHA-512 and the names with "=" and ",": computed with Python's hashlib, for no RFC prints them.
const rfc7677 = {
  nonce: 'rOprNGfwEbeRWgbNEkqO',
  serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  clientFinal:
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
}
const vectors: {
  source: string
  hash: ScramHash
  nonce: string
  serverFirst: string
  clientFinal: string
  serverFinal: string
}[] = [
  {
    source: 'RFC 5802 §5',
    hash: 'SHA-1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    clientFinal: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    serverFinal: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  { source: 'RFC 7677 §3', hash: 'SHA-256', ...rfc7677 },
  {
    source: 'draft-melnikov-scram-sha-512',
    hash: 'SHA-512',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    serverFirst: 'r=rOprNGfwEbeRWgbNEkqO02431b08-2f0f,s=Yzg1ODFkYTY=,i=4096',
    clientFinal:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO02431b08-2f0f,p=ht5ouUekmYx+0xueABgPIAnFstHEMKIBvBnxQsAHqwDlGRDEW3Q/uNxk2Ye8AF4gSelrBsl5dwyyiLe6qil4Gw==',
    serverFinal: 'v=Pu+AYy7daM4N8hIYiO22n6oIayb8COQo7VgGHPZihj3uZDwk7nj13x5Wq+yUSoSaX2RE5KVzBXVTmim0gWiPnA==',
  },
]

// Computed with Python's hashlib and hmac: the octets of the binding are 0, 1, 2, …
const bound: {
  hash: ScramHash
  channelBinding: ChannelBinding
  authzid?: string
  clientFirst: string
  serverFirst: string
  clientFinal: string
  serverFinal: string
}[] = [
  {
    hash: 'SHA-1',
    channelBinding: { type: 'tls-exporter', data: Uint8Array.from({ length: 32 }, (_, at) => at) },
    clientFirst: 'p=tls-exporter,,n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    clientFinal:
      'c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=i0z2xFi+ITaJvbLXpcWyruGx26U=',
    serverFinal: 'v=YgmPUhdXTCPY9I7+PKzEdnp1cdo=',
  },
  {
    hash: 'SHA-256',
    channelBinding: { type: 'tls-exporter', data: Uint8Array.from({ length: 32 }, (_, at) => at) },
    clientFirst: 'p=tls-exporter,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    serverFirst: rfc7677.serverFirst,
    clientFinal:
      'c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=',
    serverFinal: 'v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=',
  },
  {
    hash: 'SHA-512',
    channelBinding: { type: 'tls-server-end-point', data: Uint8Array.from({ length: 48 }, (_, at) => at) },
    clientFirst: 'p=tls-server-end-point,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    serverFirst: 'r=rOprNGfwEbeRWgbNEkqO02431b08-2f0f,s=Yzg1ODFkYTY=,i=4096',
    clientFinal:
      'c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v,r=rOprNGfwEbeRWgbNEkqO02431b08-2f0f,p=igwagfnyo7qBCyTwYE+4C3LVjB3lSudd+DlhICUCyfDjT3BKRt1sycyaTERs0gvqQHc0WbqiHicTSPtokIEgOw==',
    serverFinal: 'v=UK/INZg0orEbnqhwFdWxnDGxE8xZw5uuEZjH7Zc2/NTVPzwsOV1ZI3ZobANsK445I7gz29tgkr1YN+emt6oljw==',
  },
  {
    hash: 'SHA-256',
    authzid: 'other,one',
    channelBinding: { type: 'tls-server-end-point', data: Uint8Array.from({ length: 32 }, (_, at) => at) },
    clientFirst: 'p=tls-server-end-point,a=other=2Cone,n=user,r=ours',
    serverFirst: 'r=oursTHEIRS,s=c2FsdA==,i=1',
    clientFinal:
      'c=cD10bHMtc2VydmVyLWVuZC1wb2ludCxhPW90aGVyPTJDb25lLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=oursTHEIRS,p=l0h1BtHMSGPCGg2ZwOVQRuISg5DAkTcdQclftJcx60s=',
    serverFinal: 'v=W3b//FhQyE1bp4K+9tdt1vH51uIRC978UIyQJD0JfNQ=',
  },
]

/** The exchange of RFC 7677 §3, up to and with the client's proof. */
async function proved(): Promise<SaslMechanism> {
  const mechanism = scram('SHA-256', { user: 'user', password: 'pencil', nonce: rfc7677.nonce })
  await mechanism.initial?.()
  await mechanism.next(octets(rfc7677.serverFirst))
  return mechanism
}

describe('SCRAM', () => {
  test.each(vectors)(
    '$source: the exchange of SCRAM-$hash',
    async ({ hash, nonce, serverFirst, clientFinal, serverFinal }) => {
      const mechanism = scram(hash, { user: 'user', password: async () => 'pencil', nonce })
      expect(mechanism.name).toBe(`SCRAM-${hash}`)
      expect(await text(mechanism.initial?.())).toBe(`n,,n=user,r=${nonce}`)
      expect(await text(mechanism.next(octets(serverFirst)))).toBe(clientFinal)
      expect(await text(mechanism.next(octets(serverFinal)))).toBe('')
      mechanism.finish?.()
    },
  )

  test('names are escaped, the password is prepared, and the authorization identity is part of the proof', async () => {
    const options = { user: 'a=b,c', password: 'I\u00adX', authzid: 'other,one', nonce: 'ours' }
    const mechanism = scram('SHA-256', options)
    expect(await text(mechanism.initial?.())).toBe('n,a=other=2Cone,n=a=3Db=2Cc,r=ours')
    expect(await text(mechanism.next(octets('r=oursTHEIRS,s=c2FsdA==,i=1')))).toBe(
      'c=bixhPW90aGVyPTJDb25lLA==,r=oursTHEIRS,p=6PAO5tYqHSruro9DY61wIr3RunGeGiuXR6TqHh5QUHk=',
    )
    mechanism.finish?.(octets('v=2bnIZCGZxOCmXLcwfc7SQv0FsDe6hjw1t1asXXx+jco='))
  })

  test.each(bound)(
    'SCRAM-$hash-PLUS: the octets of $channelBinding.type are part of the proof',
    async ({ hash, channelBinding, authzid, clientFirst, serverFirst, clientFinal, serverFinal }) => {
      const nonce = clientFirst.slice(clientFirst.lastIndexOf(',r=') + 3)
      const mechanism = scram(hash, { user: 'user', password: 'pencil', nonce, channelBinding, authzid })
      expect(mechanism.name).toBe(`SCRAM-${hash}-PLUS`)
      expect(await text(mechanism.initial?.())).toBe(clientFirst)
      expect(await text(mechanism.next(octets(serverFirst)))).toBe(clientFinal)
      mechanism.finish?.(octets(serverFinal))
    },
  )

  test('a server that did not offer the -PLUS form is told that there would have been a binding', async () => {
    const options = { user: 'user', password: 'pencil', nonce: 'ours', channelBinding: 'not-offered' } as const
    const mechanism = scram('SHA-256', options)
    expect(mechanism.name).toBe('SCRAM-SHA-256')
    expect(await text(mechanism.initial?.())).toBe('y,,n=user,r=ours')
    expect(await text(mechanism.next(octets('r=oursTHEIRS,s=c2FsdA==,i=1')))).toMatch(/^c=eSws,r=oursTHEIRS,p=/)
  })

  test('the user name is prepared too', async () => {
    const mechanism = scram('SHA-1', { user: '\u2168', password: 'x', nonce: 'ours' })
    expect(await text(mechanism.initial?.())).toBe('n,,n=IX,r=ours')
    await expect(scram('SHA-1', { user: '\u00ad', password: 'x' }).initial?.()).rejects.toThrow(
      'The user name is empty',
    )
  })

  test('every exchange has a nonce of its own', async () => {
    const mechanism = scram('SHA-256', { user: 'user', password: 'pencil' })
    const [first, second] = [await text(mechanism.initial?.()), await text(mechanism.initial?.())]
    expect(first).toMatch(/^n,,n=user,r=[A-Za-z0-9+/]{24}$/)
    expect(second).not.toBe(first)
  })

  test('the password is asked for when the server has answered, and not before', async () => {
    const password = vi.fn(() => 'pencil')
    const mechanism = scram('SHA-256', { user: 'user', password, nonce: rfc7677.nonce })
    await mechanism.initial?.()
    expect(password).not.toHaveBeenCalled()
    await mechanism.next(octets(rfc7677.serverFirst))
    expect(password).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['the nonce of another exchange', 'r=another,s=c2FsdA==,i=4096'],
    ['a mandatory extension', 'm=x,r=oursX,s=c2FsdA==,i=4096'],
    ['an endless count', 'r=oursX,s=c2FsdA==,i=10000001'],
    ['no salt', 'r=oursX,s=,i=4096'],
    ['rubbish', '\xff\xfe'],
  ])('%s ends the exchange before a password is asked for', async (_, serverFirst) => {
    const password = vi.fn(() => 'pencil')
    const mechanism = scram('SHA-256', { user: 'user', password, nonce: 'ours' })
    await mechanism.initial?.()
    await expect(mechanism.next(octets(serverFirst))).rejects.toThrow(/^SCRAM-SHA-256: /)
    expect(password).not.toHaveBeenCalled()
    expect(() => mechanism.finish?.()).toThrow(SaslError)
  })

  test('a password that SASLprep forbids is not sent', async () => {
    const mechanism = scram('SHA-256', { user: 'user', password: 'a\u0007', nonce: 'ours' })
    await mechanism.initial?.()
    await expect(mechanism.next(octets('r=oursX,s=c2FsdA==,i=1'))).rejects.toThrow('SASLprep')
  })

  test('a challenge before the initial response ends the exchange', async () => {
    const mechanism = scram('SHA-256', { user: 'user', password: 'pencil', nonce: 'ours' })
    await expect(mechanism.next(octets('r=oursX,s=c2FsdA==,i=1'))).rejects.toThrow(SaslError)
  })
})

describe('the server proves itself', () => {
  test('with the success, as well as in a last challenge', async () => {
    const mechanism = await proved()
    expect(() => mechanism.finish?.(octets(rfc7677.serverFinal))).not.toThrow()
  })

  test('a success without a signature is refused', async () => {
    expect(() => scram('SHA-1', { user: 'user', password: 'pencil' }).finish?.()).toThrow('impostor')
    for (const data of [undefined, new Uint8Array()]) {
      const mechanism = await proved()
      expect(() => mechanism.finish?.(data)).toThrow('impostor')
    }
  })

  test('a success in place of the first challenge is refused', async () => {
    const mechanism = scram('SHA-256', { user: 'user', password: 'pencil', nonce: rfc7677.nonce })
    await mechanism.initial?.()
    expect(() => mechanism.finish?.(octets(rfc7677.serverFinal))).toThrow(SaslError)
  })

  test.each([
    ['one bit wrong', 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G8='],
    ['a piece of it', 'v=6rriTRBi23WpRR/wtup+mA=='],
    ['nothing', 'v='],
    ['rubbish', 'ok'],
  ])('a signature that is not the right one is refused (%s), then and later', async (_, serverFinal) => {
    const challenged = await proved()
    await expect(challenged.next(octets(serverFinal))).rejects.toThrow(SaslError)
    expect(() => challenged.finish?.()).toThrow(SaslError)
    const finished = await proved()
    expect(() => finished.finish?.(octets(serverFinal))).toThrow(SaslError)
  })

  test('signatures are compared in a time that tells nothing about them', async () => {
    const compare = vi.spyOn(crypto, 'timingSafeEqual')
    syncBuiltinESMExports()
    try {
      const mechanism = await proved()
      mechanism.finish?.(octets(rfc7677.serverFinal))
      const signature = Buffer.from(rfc7677.serverFinal.slice(2), 'base64')
      expect(compare.mock.calls).toEqual([[signature, signature]])
    } finally {
      compare.mockRestore()
      syncBuiltinESMExports()
    }
  })

  test('an error of the server is passed on, without control characters', async () => {
    const mechanism = await proved()
    await expect(mechanism.next(octets('e=invalid-proof\x1b[0m'))).rejects.toThrow(
      'SCRAM-SHA-256: the server refused: invalid-proof[0m',
    )
    expect(mechanism.status).toBe('invalid-proof[0m')
  })

  test('nothing follows the signature', async () => {
    const mechanism = await proved()
    await mechanism.next(octets(rfc7677.serverFinal))
    await expect(mechanism.next(octets(rfc7677.serverFinal))).rejects.toThrow(SaslError)
  })
})
