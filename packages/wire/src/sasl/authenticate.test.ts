import { expect, test } from 'vitest'
import { AuthError } from '../errors.ts'
import { type CommonOptions, settings } from '../options.ts'
import { memoryTransport } from '../testing/memory-transport.ts'
import type { Transport } from '../transport.ts'
import { authenticate } from './authenticate.ts'

const schemes = { pop: { port: 110, tls: 'starttls' }, pops: { port: 995, tls: 'implicit' } } as const
const everything = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS']

/** What is tried, as name and initial response up to the first comma, when the server refuses all of it. */
async function tried(transport: Transport, offered: readonly string[], auth: NonNullable<CommonOptions['auth']>) {
  const heard: string[] = []
  const result = authenticate(settings({ host: 'mail.lab.test', auth }, {}, schemes), transport, {
    service: 'pop',
    offered,
    sasl: async ({ name }, initial) => {
      heard.push(`${name} ${Buffer.from(initial ?? []).toString()}`.split(',')[0] as string)
      throw new AuthError({ command: 'AUTH', code: '-ERR', text: 'no' })
    },
  })
  await expect(result).rejects.toThrow('AUTH: -ERR no')
  return heard
}

const alice = { user: 'alice', password: 'wonderland' }
const bindable = (type: string): Transport =>
  Object.assign(memoryTransport({ secure: true }), {
    channelBinding: (asked: string) => (asked === type ? Buffer.alloc(32) : undefined),
  })

test('the login is tied to the connection with what the transport has, and nothing else is tried', async () => {
  for (const type of ['tls-exporter', 'tls-server-end-point']) {
    expect(await tried(bindable(type), everything, alice)).toEqual([`SCRAM-SHA-256-PLUS p=${type}`])
  }
})

test('whoever names another mechanism goes without', async () => {
  const named = { ...alice, mechanisms: ['SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256', 'PLAIN'] }
  expect(await tried(bindable('tls-exporter'), everything, named)).toEqual([
    'SCRAM-SHA-256-PLUS p=tls-exporter',
    'SCRAM-SHA-256 n',
  ])
})

test('a server without -PLUS is told that it could have been, and a transport without a binding says nothing', async () => {
  const without = everything.slice(0, 2)
  expect((await tried(bindable('tls-exporter'), without, alice))[0]).toBe('SCRAM-SHA-256 y')
  expect((await tried(memoryTransport({ secure: true }), everything, alice))[0]).toBe('SCRAM-SHA-256 n')
})

test('without a mechanism that fits the protocol’s own command is used, unless somebody has named mechanisms', async () => {
  const sasl = async (): Promise<never> => {
    throw new Error('no mechanism fits')
  }
  const said: string[] = []
  const password = async (...words: string[]): Promise<void> => void said.push(words.join(' '))
  const login = (auth: NonNullable<CommonOptions['auth']>): Promise<void> =>
    authenticate(settings({ host: 'localhost', auth }, {}, schemes), memoryTransport(), {
      service: 'pop',
      offered: ['GSSAPI'],
      sasl,
      password,
    })
  await login(alice)
  await login({ ...alice, password: async () => 'asked for' })
  expect(said).toEqual(['alice wonderland', 'alice asked for'])
  for (const auth of [
    { ...alice, mechanisms: ['PLAIN'] },
    { user: 'alice', token: 'abc' },
  ]) {
    await expect(login(auth)).rejects.toMatchObject({ code: 'ERR_AUTH_MECHANISM' })
  }
  expect(said).toHaveLength(2)
})

test('the token is asked for again when it was refused', async () => {
  const asked: boolean[] = []
  const token = ({ expired }: { expired: boolean }): string => {
    asked.push(expired)
    return 'abc'
  }
  const heard = await tried(memoryTransport({ secure: true }), ['OAUTHBEARER'], { user: 'alice', token })
  expect(heard).toEqual(['OAUTHBEARER n', 'OAUTHBEARER n'])
  expect(asked).toEqual([false, true])
})
