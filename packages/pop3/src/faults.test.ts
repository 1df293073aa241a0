import { ReplyError } from '@linewire/wire'
import { follow, memoryTransport, orDeclined, readTranscript } from '@linewire/wire/testing'
import { type Drive, faultMatrix } from '@linewire/wire/testing/faults'
import { describe, expect, test } from 'vitest'
import { Pop3Client } from './client.ts'
import type { Pop3Options } from './connect.ts'

// Every fault at every step of what servers say: see faultMatrix().

const auth = { user: 'tim', password: 'tanstaaf' }
const token = { user: 'tim', token: 'a-token' }

function conversation(name: string): string {
  return readTranscript(new URL(`../test/transcripts/${name}.txt`, import.meta.url))
}

/** Connects, and leaves whatever happens. */
function session(more: Partial<Pop3Options>, talk: (pop: Pop3Client, ...rest: Parameters<Drive>) => Promise<unknown>) {
  return async (...[options, watch]: Parameters<Drive>): Promise<unknown> => {
    const pop = await Pop3Client.connect('mail.example', { tls: 'none', ...more, ...options })
    try {
      return await talk(pop, options, watch)
    } finally {
      pop.close()
    }
  }
}

/** A refusal is what the conversation comes to. */
function refused(more: Partial<Pop3Options>): Drive {
  return async (options) => {
    try {
      await Pop3Client.connect('mail.example', { tls: 'none', ...more, ...options })
    } catch (error) {
      if (!(error instanceof ReplyError) || error.code !== '-ERR') throw error
      const { name, text, responseCode, transient } = error
      return { name, text, responseCode, transient }
    }
    throw new Error('nobody was refused')
  }
}

const text = (octets: Uint8Array): string => Buffer.from(octets).toString()

const conversations: Record<string, Drive> = {
  'rfc1939-example': session({ auth: { user: 'mrose', password: 'tanstaaf' } }, async (pop) => {
    const learned: unknown[] = [pop.greeting, await pop.stat(), await pop.list()]
    for (const number of [1, 2]) {
      learned.push(text(await pop.retr(number)))
      await pop.dele(number)
    }
    return [...learned, await pop.quit()]
  }),

  'dovecot-session': session({ auth }, async (pop, { signal }, watch) => {
    const known = [pop.stat({ signal }), pop.list({ signal }), pop.uidl({ signal })]
    const first = await Promise.all(known.map(watch<unknown>))
    const second = await Promise.all([
      watch(pop.top(1, 0, { signal })).then(text),
      watch(pop.retr(2, { signal })).then(text),
      watch(orDeclined(pop.retr(9, { signal }))),
      watch(pop.list(2)),
      watch(pop.uidl(2)),
    ])
    await Promise.all([pop.dele(2), pop.rset(), pop.dele(2), pop.noop()].map(watch<void>))
    return [...first, ...second, await pop.quit()]
  }),

  'dovecot-stls': session({ auth, tls: 'starttls' }, async (pop) => {
    return [pop.secure, [...pop.capabilities], await pop.stat(), await pop.quit()]
  }),

  'dovecot-retrieve': session({ auth }, async (pop, { signal }) => {
    const learned: unknown[] = []
    for await (const { number, body } of pop.retrieve(undefined, { signal })) {
      learned.push(number, await orDeclined(body.text()))
    }
    return [...learned, await pop.quit()]
  }),

  'dovecot-locked': refused({ auth }),

  'gmail-oauth': session({ auth: token }, async (pop, _options, watch) => {
    const learned = await Promise.all([watch<unknown>(pop.stat()), watch<unknown>(pop.uidl())])
    return [pop.capabilities.has('PIPELINING'), pop.policy, ...learned, await pop.quit()]
  }),

  'gmail-not-enabled': refused({ auth: token }),

  'exchange-two-step': session({ auth: token }, async (pop, _options, watch) => {
    const learned = await Promise.all([watch<unknown>(pop.stat()), watch<unknown>(pop.list())])
    return [pop.greeting, ...learned, await pop.quit()]
  }),

  'cyrus-login-delay': refused({ auth }),

  'cyrus-apop': session({}, async (pop, { limits, signal }) => {
    await pop.apop('mrose', 'tanstaaf', { signal })
    const message = await pop.open(1, { signal })
    const octets = await message.bytes({ maxBytes: limits.body })
    await pop.dele(1)
    return [text(octets), await pop.quit()]
  }),

  'qq-refused': refused({ auth }),
}

for (const [name, drive] of Object.entries(conversations)) {
  describe(name, () => {
    const cases = faultMatrix(conversation(name), drive, { upgrades: name === 'dovecot-stls' })
    for (const { name: fault, run } of cases) test(fault, run)
  })
}

test('what QQ says in GBK can be read', async () => {
  const transport = memoryTransport()
  const [failure] = await Promise.allSettled([
    Pop3Client.connect('pop.qq.com', { tls: 'none', auth, transport }),
    follow(transport, conversation('qq-refused')),
  ])
  expect(failure).toMatchObject({ reason: { message: 'PASS: -ERR 请使用授权码登录' } })
})
