import { expect, test } from 'vitest'
import { ArgumentError } from '../errors.ts'
import type { CommonOptions } from '../options.ts'
import { memoryTransport } from '../testing/memory-transport.ts'
import { Pooled } from '../testing/pooled.ts'
import { connections } from './connections.ts'

const { signal } = new AbortController()

/** What connect() gets for one connection. */
async function given(to: string | URL | CommonOptions, options: object, session?: Buffer) {
  const calls: [unknown, Partial<CommonOptions>][] = []
  const rules = connections(to, options, async (where: unknown, more: Partial<CommonOptions>) => {
    calls.push([where, more])
    return new Pooled(1)
  })
  await rules.connect({ signal, session })
  return { rules, to: calls[0]![0], options: calls[0]![1] }
}

test('every connection is made as connect() makes it, with a signal of its own', async () => {
  const one = await given('ftps://ftp.example', { auth: { user: 'a', password: 'b' }, max: 2 })
  expect(one.to).toBe('ftps://ftp.example')
  expect(one.options).toMatchObject({ auth: { user: 'a', password: 'b' } })
  expect(one.options.signal).toBe(signal)
  expect(one.options).not.toHaveProperty('tlsOptions')
  expect(one.rules).toMatchObject({ max: 2 })
  expect(one.rules).not.toHaveProperty('lifetime')
})

test('the options of the pool may be among those of connect()', async () => {
  const { rules } = await given({ host: 'ftp.example', max: 3, idleTimeout: 1, lifetime: 2 } as CommonOptions, {
    lifetime: 4,
    recovery: 5,
  })
  expect(rules).toMatchObject({ max: 3, idleTimeout: 1, lifetime: 4, recovery: 5 })
})

test('the TLS session of one before goes with what else TLS is told, wherever that stands', async () => {
  const session = Buffer.from('ticket')
  const tlsOptions = { ca: 'PEM' }
  const wanted = { tlsOptions: { ca: 'PEM', session } }
  expect((await given('x', { tlsOptions }, session)).options).toMatchObject(wanted)
  expect((await given({ host: 'x', tlsOptions }, {}, session)).options).toMatchObject(wanted)
  expect((await given({ host: 'x', tlsOptions }, {})).options).toMatchObject({ tlsOptions })
})

test('the signal of the pool ends all its connecting', async () => {
  const leaving = new AbortController()
  const { options } = await given({ host: 'x', signal: leaving.signal }, {})
  leaving.abort()
  expect(options.signal?.aborted).toBe(true)
  expect(signal.aborted).toBe(false)
})

test('a transport is one connection, and no pool', () => {
  expect(() => connections('x', { transport: memoryTransport() }, async () => new Pooled(1))).toThrow(ArgumentError)
})
