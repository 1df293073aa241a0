import { expect, test } from 'vitest'
import type { Command } from '../command.ts'
import { AuthError, ProtocolError } from '../errors.ts'
import { line, type Script } from '../script.ts'
import { converse } from '../testing/play.ts'
import { answer, rig } from '../testing/sample.ts'
import { exchange, type SaslStep } from './converse.ts'
import { SaslError, type SaslMechanism } from './mechanism.ts'
import { scram } from './scram.ts'

/** AUTH of a protocol in which "+ base64" is a challenge, "OK base64" success and "NO" refusal. */
const auth = (mechanism: SaslMechanism, initial?: Uint8Array): Command<string> => ({
  line: `AUTH ${mechanism.name}`,
  turn: 'alone',
  secret: true,
  talk: (io) =>
    exchange(
      io,
      mechanism,
      function* (): Script<SaslStep<string>> {
        const text = yield* answer(io.name, line(io.input))
        const octets = Buffer.from(text.slice(3), 'base64')
        return text.startsWith('+')
          ? { challenge: Buffer.from(text.slice(2), 'base64') }
          : { success: text, data: octets }
      },
      initial,
    ),
})

const echo = (more: Partial<SaslMechanism> = {}): SaslMechanism => ({
  name: 'ECHO',
  next: (challenge) => Buffer.from(`you said ${Buffer.from(challenge)}`),
  ...more,
})

const base64 = (text: string): string => Buffer.from(text).toString('base64')

test('each challenge is answered in base64, until the server is content', async () => {
  const text = `
    C: AUTH ECHO
    S: + ${base64('one')}
    C: ${base64('you said one')}
    S: + ${base64('two')}
    C: ${base64('you said two')}
    S: OK`
  expect(await converse(auth(echo()), text)).toBe('OK')
  const slowly = echo({ next: async (challenge) => echo().next(challenge) })
  expect(await converse(auth(slowly), text)).toBe('OK')
})

test('an initial response that was not sent with the command answers the first, empty challenge', async () => {
  const text = `
    C: AUTH ECHO
    S: +
    C: ${base64('first')}
    S: + ${base64('two')}
    C: ${base64('you said two')}
    S: OK`
  expect(await converse(auth(echo(), Buffer.from('first')), text)).toBe('OK')
})

test('a refusal is an AuthError, with why the mechanism was told', async () => {
  const refused = converse(auth(echo({ status: 'token expired' })), 'C: AUTH ECHO\nS: NO go away')
  await expect(refused).rejects.toThrow(AuthError)
  await expect(refused).rejects.toMatchObject({ command: 'AUTH', code: 'NO', text: 'go away (token expired)' })
})

test('a mechanism that cannot go on cancels with "*", and the refusal of that is no other error', async () => {
  const next = (): never => {
    throw new SaslError('the nonce is not ours')
  }
  for (const mechanism of [
    echo({ next }),
    echo({ next: () => Promise.reject(new SaslError('the nonce is not ours')) }),
  ]) {
    const cancelled = converse(auth(mechanism), 'C: AUTH ECHO\nS: + eA==\nC: *\nS: NO cancelled')
    await expect(cancelled).rejects.toThrow(AuthError)
    await expect(cancelled).rejects.toMatchObject({ code: 'ERR_SASL', text: 'the nonce is not ours' })
  }
})

test('a server that has not proved itself is told nothing more, not even "*"', async () => {
  const next = (): never => {
    throw new SaslError('it may be an impostor', true)
  }
  const left = converse(auth(echo({ next })), 'C: AUTH ECHO\nS: + eA==')
  await expect(left).rejects.toThrow(ProtocolError)
  await expect(left).rejects.toThrow('impostor')
})

test('a signature that is wrong, in a challenge, is that of an impostor', async () => {
  const mechanism = scram('SHA-1', { user: 'user', password: 'pencil', nonce: 'fyko+d2lbbFgONRv9qkxdawL' })
  const initial = await mechanism.initial!()
  const left = converse(
    auth(mechanism, initial),
    `C: AUTH SCRAM-SHA-1
    S: +
    C: ${base64('n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL')}
    S: + ${base64('r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096')}
    C: ${base64('c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=')}
    S: + ${base64(`v=${Buffer.alloc(20).toString('base64')}`)}`,
  )
  await expect(left).rejects.toThrow(ProtocolError)
})

test('what a server says in a challenge is its refusal, and counts as one', async () => {
  const mechanism = echo({
    status: 'invalid-proof',
    next: () => {
      throw new SaslError('the server refused')
    },
  })
  const refused = converse(auth(mechanism), 'C: AUTH ECHO\nS: + eA==\nC: *\nS: NO go away')
  await expect(refused).rejects.toMatchObject({ code: 'NO', text: 'go away (invalid-proof)' })
})

test('a server that hangs up on a cancelled exchange is gone', async () => {
  const { engine, server } = rig()
  const mechanism = echo({
    next: () => {
      throw new SaslError('no')
    },
  })
  const result = engine.submit(auth(mechanism) as Command<unknown>)
  await server.written()
  server.say('+\r\n')
  while (!server.sent.endsWith('*\r\n')) await server.written()
  server.close()
  await expect(result).rejects.toMatchObject({ name: 'ConnectionError', code: 'ERR_CLOSED' })
})

test('a server that goes on with a cancelled exchange is not understood any more', async () => {
  const mechanism = echo({
    next: () => {
      throw new SaslError('no')
    },
  })
  for (const reply of ['OK', '+ eA==']) {
    await expect(converse(auth(mechanism), `C: AUTH ECHO\nS: +\nC: *\nS: ${reply}`)).rejects.toThrow(ProtocolError)
  }
})

test('the octets of success prove the server; one that cannot is left', async () => {
  const seen: string[] = []
  const proof = echo({
    finish: (data) => {
      seen.push(Buffer.from(data ?? []).toString())
    },
  })
  expect(await converse(auth(proof), `C: AUTH ECHO\nS: OK ${base64('v=proof')}`)).toContain('OK')
  expect(seen).toEqual(['v=proof'])
  const wrong = echo({
    finish: () => {
      throw new SaslError('the signature is wrong')
    },
  })
  await expect(converse(auth(wrong), 'C: AUTH ECHO\nS: OK')).rejects.toThrow('AUTH ECHO: the signature is wrong')
  await expect(converse(auth(wrong), 'C: AUTH ECHO\nS: OK')).rejects.toThrow(ProtocolError)
})
