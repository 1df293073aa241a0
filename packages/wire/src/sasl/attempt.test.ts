import { expect, test, vi } from 'vitest'
import { AuthError, ConnectionError } from '../errors.ts'
import { attempt } from './attempt.ts'
import type { SaslMechanism } from './mechanism.ts'
import { mechanisms } from './select.ts'
import { xoauth2 } from './xoauth2.ts'

const named = (name: string): SaslMechanism => ({ name, next: (challenge) => challenge })
const refusal = (text: string, code = '535', transient = false): AuthError =>
  new AuthError({ command: 'AUTH', code, text, transient })

/** What each mechanism meets; who has no error gets in. */
function tries(errors: Record<string, Error | undefined>) {
  const tried: string[] = []
  const result = attempt(Object.keys(errors).map(named), ['X', 'Y'], async ({ name }) => {
    tried.push(name)
    const error = errors[name]
    if (error) throw error
    return `in by ${name}`
  })
  return { tried, result }
}

test('the first that works is it', async () => {
  const { tried, result } = tries({ A: undefined, B: undefined })
  expect(await result).toBe('in by A')
  expect(tried).toEqual(['A'])
})

test('after a refusal one more is tried, and no third; the first refusal is told', async () => {
  expect(await tries({ A: refusal('wrong'), B: undefined }).result).toBe('in by B')
  const { tried, result } = tries({ A: refusal('first'), B: refusal('second'), C: undefined })
  await expect(result).rejects.toThrow('AUTH: 535 first')
  expect(tried).toEqual(['A', 'B'])
})

test('a mechanism that cannot be used does not count, and does not hide what the server said', async () => {
  const local = refusal('the password cannot be prepared', 'ERR_SASL')
  expect(await tries({ A: local, B: refusal('wrong'), C: undefined }).result).toBe('in by C')
  await expect(tries({ A: local, B: refusal('wrong password') }).result).rejects.toThrow('535 wrong password')
  await expect(tries({ A: local }).result).rejects.toBe(local)
})

test('a refusal that may pass is not answered with another mechanism', async () => {
  const { tried, result } = tries({ A: refusal('try later', '454', true), B: undefined })
  await expect(result).rejects.toMatchObject({ transient: true })
  expect(tried).toEqual(['A'])
})

test('what is no refusal ends it at once', async () => {
  const { tried, result } = tries({ A: new ConnectionError('gone'), B: undefined })
  await expect(result).rejects.toThrow(ConnectionError)
  expect(tried).toEqual(['A'])
})

test('a server that hangs up behind its refusal does not hide it', async () => {
  const { tried, result } = tries({ A: refusal('wrong'), B: new ConnectionError('gone') })
  await expect(result).rejects.toThrow('AUTH: 535 wrong')
  expect(tried).toEqual(['A', 'B'])
})

test('when none fits, the message says what there is', async () => {
  await expect(attempt([], ['GSSAPI', 'NTLM'], () => Promise.resolve())).rejects.toThrow('it offers GSSAPI, NTLM')
  await expect(attempt([], [], () => Promise.resolve())).rejects.toMatchObject({ code: 'ERR_AUTH_MECHANISM' })
})

test('a token that was refused is renewed where there is no other mechanism, once', async () => {
  const asked: boolean[] = []
  const refreshed = (accepted: string | undefined, ...names: string[]) => {
    asked.length = 0
    const token = ({ expired }: { expired: boolean }) => {
      asked.push(expired)
      return expired ? 'fresh' : 'stale'
    }
    const context = { host: 'mail.lab.test', port: 993, service: 'imap', secure: true }
    return attempt(mechanisms(names, { user: 'alice', token }, context), names, async (mechanism) => {
      const sent = Buffer.from((await mechanism.initial?.()) ?? []).toString()
      if (accepted === undefined || !sent.includes(`Bearer ${accepted}`)) throw refusal(`${mechanism.name} refused`)
      return `in by ${mechanism.name}`
    })
  }
  expect(await refreshed('stale', 'XOAUTH2')).toBe('in by XOAUTH2')
  expect(asked).toEqual([false])
  expect(await refreshed('fresh', 'XOAUTH2')).toBe('in by XOAUTH2')
  expect(asked).toEqual([false, true])
  expect(await refreshed('fresh', 'XOAUTH2', 'OAUTHBEARER')).toBe('in by XOAUTH2')
  expect(asked).toEqual([false, true])
  for (const names of [['OAUTHBEARER'], ['OAUTHBEARER', 'XOAUTH2']]) {
    await expect(refreshed(undefined, ...names)).rejects.toThrow('OAUTHBEARER refused')
    expect(asked).toEqual([false, true])
  }
})

test('a token that nobody can renew is not sent again to the same mechanism', async () => {
  const tried: string[] = []
  const result = attempt([xoauth2({ user: 'alice', token: 'stale' })], ['XOAUTH2'], async ({ name }) => {
    tried.push(name)
    throw refusal('expired')
  })
  await expect(result).rejects.toThrow('expired')
  expect(tried).toEqual(['XOAUTH2'])
})

test('a refusal that may pass renews no token', async () => {
  const token = vi.fn(() => 'abc')
  const mechanism = xoauth2({ user: 'alice', token })
  const result = attempt([mechanism], ['XOAUTH2'], async ({ initial }) => {
    await initial?.()
    throw refusal('try later', '454', true)
  })
  await expect(result).rejects.toMatchObject({ transient: true })
  expect(token).toHaveBeenCalledTimes(1)
})
