import { follow, memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { Pop3Client } from './client.ts'
import type { Pop3Options } from './connect.ts'
import { Utf8RequiredError } from './refusals.ts'

// What single servers do otherwise, as whole conversations; those of one command are tested beside it.

/** A client against a server that speaks as the transcript says, and says no more behind it. */
async function against<T>(
  transcript: string,
  talk: (pop: Pop3Client) => Promise<T>,
  options: Partial<Pop3Options> = {},
): Promise<T> {
  const transport = memoryTransport()
  const session = (async () => {
    const pop = await Pop3Client.connect('mail.example', { tls: 'none', transport, ...options })
    try {
      return await talk(pop)
    } finally {
      pop.close()
    }
  })()
  session.catch(() => {})
  await follow(
    transport,
    transcript,
    undefined,
    session.catch(() => {}),
  )
  return session
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const tim = { user: 'tim', password: 'tanstaaf' }

test('UIDL, and all the rest, may be named only after the login (jakarta mail-api#50): what CAPA lacks is tried', async () => {
  const transcript = `
    S: +OK ready
    C: CAPA
    S: +OK
    S: SASL PLAIN
    S: .
    C: AUTH PLAIN AHRpbQB0YW5zdGFhZg==
    S: +OK
    C: CAPA
    S: +OK
    S: UIDL
    S: TOP
    S: PIPELINING
    S: .
    C: UIDL
    C: STAT
    S: +OK
    S: 1 a
    S: .
    S: +OK 1 16`
  await against(
    transcript,
    async (pop) => {
      expect(pop.capabilities.has('UIDL')).toBe(true)
      expect(await Promise.all([pop.uidl(), pop.stat()])).toEqual([
        [{ number: 1, uid: 'a' }],
        { messages: 1, octets: 16 },
      ])
    },
    { auth: tim },
  )
})

test('a login by hand learns of PIPELINING as connect() does: Gmail names it behind the login', async () => {
  const transcript = `
    S: +OK Gpop ready for requests from 192.0.2.1 a1mb2
    C: CAPA
    S: +OK Capability list follows
    S: SASL PLAIN XOAUTH2
    S: .
    C: AUTH XOAUTH2
    S: +
    C: dXNlcj10aW0BYXV0aD1CZWFyZXIgYS10b2tlbgEB
    S: +OK Welcome.
    C: CAPA
    S: +OK Capability list follows
    S: PIPELINING
    S: EXPIRE 0
    S: LOGIN-DELAY 300
    S: .
    C: STAT
    C: NOOP
    S: +OK 1 16
    S: +OK`
  await against(transcript, async (pop) => {
    expect(pop.policy).toEqual({})
    await pop.login({ user: 'tim', token: 'a-token' })
    expect(pop.policy).toEqual({
      expire: { days: 0, perUser: false },
      loginDelay: { seconds: 300, perUser: false },
    })
    await Promise.all([pop.stat(), pop.noop()])
  })
})

test('capa() behind USER and PASS opens the window, and closes it where PIPELINING is gone', async () => {
  const transcript = `
    S: +OK
    C: CAPA
    S: -ERR what?
    C: USER tim
    S: +OK
    C: PASS tanstaaf
    S: +OK
    C: CAPA
    S: +OK
    S: PIPELINING
    S: .
    C: STAT
    C: NOOP
    S: +OK 1 16
    S: +OK
    C: CAPA
    S: +OK
    S: .
    C: STAT
    S: +OK 1 16
    C: NOOP
    S: +OK`
  await against(transcript, async (pop) => {
    await pop.user('tim')
    await pop.pass('tanstaaf')
    for (let i = 0; i < 2; i++) {
      await pop.capa()
      await Promise.all([pop.stat(), pop.noop()])
    }
  })
})

/** A session over memory with a server that has CAPA. */
async function connected(capabilities: string[], options: Partial<Pop3Options> = {}) {
  const server = memoryTransport()
  const connecting = Pop3Client.connect('mail.example', { tls: 'none', transport: server, ...options })
  await turn()
  server.say('+OK ready\r\n')
  await turn()
  server.say(['+OK', ...capabilities, '.', ''].join('\r\n'))
  return { server, pop: await connecting }
}

test.each([
  [['PIPELINING'], {}, 256],
  [[], {}, 1],
  [['PIPELINING'], { pipelining: 'off' }, 1],
  [['PIPELINING'], { pipelining: 5 }, 5],
  [[], { pipelining: 5 }, 5],
] as const)('of a server that names %j, with %j, %d commands are in flight', async (capabilities, options, depth) => {
  const { server, pop } = await connected([...capabilities], options)
  const before = server.sent.length
  const all = Promise.allSettled(Array.from({ length: 300 }, () => pop.noop()))
  await turn()
  expect(server.sent.slice(before)).toBe('NOOP\r\n'.repeat(depth))
  pop.close()
  await all
})

test('o2.pl named PIPELINING, and hung up on two commands at once (MailKit#174): an option is the way out', async () => {
  for (const pipelining of ['auto', 'off'] as const) {
    const { server, pop } = await connected(['TOP', 'USER', 'PIPELINING', 'UIDL'], { pipelining })
    const both = Promise.allSettled([pop.stat(), pop.noop()])
    for (const answer of ['+OK 1 16\r\n', '+OK\r\n']) {
      const before = server.sent.length
      await turn()
      if (server.sent.slice(before).split('\r\n').length > 2) server.close()
      else if (!server.destroyed) server.say(answer)
    }
    const expected = pipelining === 'off' ? 'fulfilled' : 'rejected'
    expect((await both).map(({ status }) => status)).toEqual([expected, expected])
    pop.close()
  }
})

test('what Dovecot says before it hangs up on an idle session is the reason that is told', async () => {
  const { server, pop } = await connected(['TOP', 'UIDL'])
  server.say('-ERR Disconnected for inactivity.\r\n')
  expect(pop.closed).toBe(true)
  await expect(pop.stat()).rejects.toMatchObject({
    code: 'ERR_CLOSED',
    message: expect.stringContaining('-ERR Disconnected for inactivity.'),
  })
})

test('a message with UTF-8 headers is refused alone, and given to who has said UTF8 before the login', async () => {
  const transcript = `
    S: +OK ready
    C: CAPA
    S: +OK
    S: UTF8 USER
    S: SASL PLAIN
    S: PIPELINING
    S: .
    C: LIST
    S: +OK
    S: 1 16
    S: 2 16
    S: .
    C: RETR 1
    C: RETR 2
    S: -ERR [UTF8] The message has UTF-8 headers; send UTF8 first
    S: +OK
    S: Subject: two
    S: .`
  const read = await against(transcript, async (pop) => {
    const results: unknown[] = []
    for await (const { body } of pop.retrieve()) results.push(await body.text().catch((error: unknown) => error))
    return results
  })
  expect(read).toEqual([expect.any(Utf8RequiredError), 'Subject: two\r\n'])
  const before = `
    S: +OK ready
    C: CAPA
    S: +OK
    S: UTF8 USER
    S: SASL PLAIN
    S: PIPELINING
    S: .
    C: UTF8
    S: +OK UTF8 enabled
    C: AUTH PLAIN AHRpbQB0YW5zdGFhZg==
    S: +OK
    C: RETR 1
    S: +OK
    S: Subject: Grüße
    S: .`
  const message = await against(before, async (pop) => {
    await pop.utf8()
    await pop.login(tim)
    return pop.retr(1)
  })
  expect(Buffer.from(message).toString()).toBe('Subject: Grüße\r\n')
})

test('163 refuses single messages, and the rest of the window is read (zmail#115, zmail#22)', async () => {
  const transcript = `
    S: +OK Welcome to coremail Mail Pop3 Server
    C: CAPA
    S: +OK Capability list follows
    S: TOP
    S: USER
    S: PIPELINING
    S: UIDL
    S: .
    C: LIST
    S: +OK 3 48
    S: 1 16
    S: 2 16
    S: 3 16
    S: .
    C: RETR 1
    C: RETR 2
    C: RETR 3
    S: -ERR Download exceed. msg=10
    S: +OK 16 octets
    S: Subject: two
    S: .
    S: -ERR Can't get the letter, please try again later`
  const read = await against(transcript, async (pop) => {
    const results: string[] = []
    for await (const { body } of pop.retrieve()) results.push(await body.text().catch((error: Error) => error.message))
    return results
  })
  expect(read).toEqual([
    'RETR 1: -ERR Download exceed. msg=10',
    'Subject: two\r\n',
    "RETR 3: -ERR Can't get the letter, please try again later",
  ])
})
