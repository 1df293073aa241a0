import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Command } from './command.ts'
import { dotFraming } from './dot.ts'
import { ConnectionError, LimitError, ProtocolError, TlsError, WireError } from './errors.ts'
import { collect, line, until } from './script.ts'
import { answer, ask, fetch, outcome, rig, settled } from './testing/sample.ts'
import { startTls } from './tls.ts'

const unhandled: unknown[] = []
const note = (reason: unknown): void => {
  unhandled.push(reason)
}
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

const stls: Command<string> = {
  line: 'STLS',
  turn: 'alone',
  *talk(io) {
    const text = yield* answer(io.name, line(io.input))
    yield* startTls(io)
    return text
  },
}

async function* source(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('data')
}

const post: Command<string> = {
  line: 'POST',
  turn: 'alone',
  *talk({ input, output }) {
    yield* line(input)
    yield* until(output.send(source()))
    return yield* line(input)
  },
}

const broken: [how: string, error: Error | undefined][] = [
  ['closes', undefined],
  ['resets', new ConnectionError('the connection broke: read ECONNRESET', 'ECONNRESET')],
]

for (const [how, error] of broken) {
  test(`a peer that ${how} after any octet settles every promise`, async () => {
    const conversation = 'hello\r\nyes\r\ngo on\r\ntaken\r\nhere\r\nsome\r\n.\r\nsafe\r\nlast\r\n'
    for (let at = 0; at <= conversation.length; at++) {
      const { server, run, engine } = rig({ depth: 2 })
      const all = [
        run({ ...ask(''), line: undefined }),
        run(ask('A')),
        run(post),
        run(fetch('RETR 1')).then((body) => body.text()),
        run(stls),
        run(ask('LAST')),
      ]
      const ends = Promise.allSettled(all)
      let said = 0
      // a reply at a time, as a server says it
      while (said < at) {
        await settled()
        const end = Math.min(at, conversation.indexOf('\n', said) + 1)
        server.say(conversation.slice(said, end))
        said = end
      }
      await settled()
      server.close(error)
      const results = await ends
      const failed = results.filter((result) => result.status === 'rejected')
      expect(failed.length > 0).toBe(at < conversation.length)
      for (const { reason } of failed) expect(reason).toBeInstanceOf(ConnectionError)
      await settled()
      expect(engine.dead).toBeInstanceOf(ConnectionError)
      expect(engine.waiting).toBe(0)
      await expect(run(ask('LATER'))).rejects.toThrow(/^LATER: the (server closed the )?connection/)
    }
  })
}

test('the head hears why, and those behind it have that as their cause', async () => {
  const { server, run } = rig({ depth: 2 })
  const all = [run(ask('A')), run(ask('B')), run(ask('C'))].map(outcome)
  await settled()
  server.close(new ConnectionError('the connection broke: reset', 'ECONNRESET'))
  const [a, b, c] = (await Promise.all(all)) as [Error, Error, Error]
  expect(a.message).toBe('the connection broke: reset')
  expect(b.message).toBe('B: the connection was lost before its reply came: the connection broke: reset')
  expect(c.message).toBe('C: not sent, for the connection was lost: the connection broke: reset')
  expect([b.cause, c.cause]).toEqual([a, a])
})

test('close() rejects what is pending and lets what is written go out', async () => {
  const { server, run, engine } = rig()
  const pending = outcome(run(ask('A')))
  await settled()
  engine.close()
  engine.close()
  expect(await pending).toMatchObject({ code: 'ERR_ABORTED', message: 'the connection was closed by this client' })
  expect(server.destroyed).toBe(true)
  expect(server.sent).toBe('A\r\n')
})

test('what a server says without being asked is the best reason for its leaving', async () => {
  const { server, run, engine } = rig()
  server.say('421 idle for too l')
  const next = run(ask('NOOP'))
  const failed = expect(next).rejects.toThrow('the server said "421 idle for too long" without being asked')
  await settled()
  server.say('ong\r\n')
  await failed
  expect(engine.dead).toMatchObject({ code: 'ERR_CLOSED' })
  const later = await outcome(run(ask('STAT')))
  expect(later).toMatchObject({ cause: engine.dead })
  expect(String(later)).toContain('421 idle for too long')
})

test('what it said while we were busy and then closed is told too', async () => {
  const { server, run } = rig()
  const pending = outcome(
    run({
      line: 'DATA',
      *talk() {
        yield* until(new Promise(() => {}))
      },
    }),
  )
  await settled()
  server.say('552 message too large\r\n221 bye\r\n')
  server.close()
  expect(String(await pending)).toContain('the server closed the connection; it had said "552 message too large"')
})

test('a server that answers in TLS is recognised when it closes', async () => {
  const { server, run } = rig()
  const pending = outcome(run({ ...ask(''), line: undefined }))
  await settled()
  server.say(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]))
  server.close()
  expect(String(await pending)).toContain("speaks TLS from the first octet on: use tls: 'implicit'")
})

test('octets behind the go-ahead for TLS are fatal, whatever they are (response injection)', async () => {
  for (const injected of ['+OK welcome\r\n', 'x', '\r\n']) {
    const { server, run, engine } = rig()
    const step = outcome(run(stls))
    await settled()
    server.say(`go on\r\n${injected}`)
    expect(await step).toBeInstanceOf(ProtocolError)
    expect(String(await step)).toContain('in clear behind its go-ahead for TLS')
    expect([server.upgraded, server.destroyed]).toEqual([false, true])
    expect(engine.dead).toBe(await step)
  }
})

test('nothing is sent behind STARTTLS until TLS is there, and then under TLS', async () => {
  const { server, run } = rig({ depth: 8 })
  let shake: () => void = () => {}
  server.onUpgrade = () =>
    new Promise((resolve) => {
      shake = resolve
    })
  const all = [run(stls), run(ask('CAPA'))]
  await settled()
  server.say('go on\r\n')
  await settled()
  expect([server.sent, server.secure]).toEqual(['STLS\r\n', false])
  shake()
  await settled()
  expect([server.sent, server.secure]).toEqual(['STLS\r\nCAPA\r\n', true])
  server.say('yes\r\n')
  expect(await Promise.all(all)).toEqual(['go on', 'yes'])
})

test('a handshake that fails ends the connection, and a refused STLS does not', async () => {
  const { server, run, engine } = rig()
  const refused = outcome(run(stls))
  await settled()
  server.say('NO tls today\r\n')
  expect(String(await refused)).toContain('STLS: NO tls today')
  expect(engine.dead).toBeUndefined()
  server.onUpgrade = () => Promise.reject(new TlsError('the certificate has expired', 'CERT_HAS_EXPIRED'))
  const failed = outcome(run(stls))
  await settled()
  server.say('go on\r\n')
  expect(await failed).toMatchObject({ code: 'CERT_HAS_EXPIRED' })
  expect(engine.dead).toBe(await failed)
})

test('a line of more than the limit ends the connection; one of exactly the limit is read', async () => {
  const { server, run, engine } = rig({ limits: { line: 100 } })
  const reply = run(ask('A'))
  await settled()
  server.say(`${'x'.repeat(100)}\r\n`)
  expect((await reply).length).toBe(100)
  const failed = outcome(run(ask('B')))
  await settled()
  server.say(`${'x'.repeat(101)}\r\n`)
  expect(await failed).toBeInstanceOf(LimitError)
  expect(engine.dead).toBeInstanceOf(LimitError)
})

test('a collected body of more than the limit ends the connection', async () => {
  const top = (limit: number): Command<Buffer> => ({
    line: 'TOP',
    *talk({ input }) {
      yield* line(input)
      return yield* collect(input, dotFraming(), limit)
    },
  })
  for (const [limit, fits] of [
    [8, true],
    [7, false],
  ] as const) {
    const { server, run } = rig()
    const result = outcome(run(top(limit)))
    await settled()
    server.say('here\r\n123456\r\n.\r\n')
    expect(Buffer.isBuffer(await result)).toBe(fits)
    if (!fits) expect(await result).toBeInstanceOf(LimitError)
  }
})

test('when the connection goes, a script that waits runs its finally blocks, once, and whatever they throw', async () => {
  for (const waiting of ['octets', 'promise'] as const) {
    const { server, run } = rig()
    let left = 0
    const pending = outcome(
      run({
        line: 'RETR a',
        *talk({ input }) {
          try {
            if (waiting === 'octets') yield* line(input)
            else yield* until(new Promise(() => {}))
          } finally {
            left++
            // biome-ignore lint/correctness/noUnsafeFinally: that is the case
            throw new Error('while tidying up')
          }
        },
      }),
    )
    await settled()
    server.close()
    expect(await pending).toMatchObject({ message: 'the server closed the connection' })
    expect(left).toBe(1)
  }
})

test('a script that ends the connection itself runs its finally blocks too', async () => {
  const { engine, run, server } = rig()
  let left = false
  const pending = outcome(
    run({
      line: 'A',
      *talk({ input }) {
        try {
          yield* line(input)
          engine.fail(new ProtocolError('enough'))
          yield* line(input)
        } finally {
          left = true
        }
      },
    }),
  )
  await settled()
  server.say('yes\r\n')
  expect(await pending).toMatchObject({ message: 'enough' })
  expect(left).toBe(true)
})

test('a script that throws what is no refusal ends the connection', async () => {
  for (const thrown of [new Error('a bug'), 'a string']) {
    const { server, run, engine } = rig()
    const pending = outcome(
      run({
        line: 'A',
        *talk({ input }) {
          yield* line(input)
          throw thrown
        },
      }),
    )
    await settled()
    server.say('yes\r\n')
    expect(String(await pending)).toContain(thrown instanceof Error ? 'a bug' : 'a string')
    expect(engine.dead).toBeInstanceOf(Error)
  }
})

test('what follows a line goes out before any other command, whose replies are read meanwhile', async () => {
  const { server, run } = rig({ depth: 8 })
  let give: () => void = () => {}
  const slow = new Promise<void>((resolve) => {
    give = resolve
  })
  async function* literal(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('first ')
    await slow
    yield Buffer.from('second')
  }
  const all = [
    run(ask('A')),
    run(
      ask('APPEND {12+}', {
        follow: async (output) => {
          await output.send(literal())
          output.write(')\r\n')
        },
      }),
    ),
    run(ask('B')),
  ]
  await settled()
  expect(server.sent).toBe('A\r\nAPPEND {12+}\r\nfirst ')
  server.say('a\r\n')
  expect(await all[0]).toBe('a')
  give()
  await settled()
  expect(server.sent).toBe('A\r\nAPPEND {12+}\r\nfirst second)\r\nB\r\n')
  server.say('appended\r\nb\r\n')
  expect(await Promise.all(all)).toEqual(['a', 'appended', 'b'])
})

test('what follows a line and fails half-way ends the connection, thrown or rejected', async () => {
  const fails: (() => Promise<void>)[] = [
    () => {
      throw new Error('no such file')
    },
    () => Promise.reject(new Error('no such file')),
  ]
  for (const follow of fails) {
    const { run, engine } = rig({ depth: 8 })
    const all = [run(ask('APPEND', { follow })), run(ask('B'))].map(outcome)
    const [a, b] = (await Promise.all(all)) as [Error, Error]
    expect(a.message).toBe('APPEND: its data could not be sent whole: no such file')
    expect(b.message).toContain('B: not sent, for the connection was lost')
    expect(engine.dead).toBe(a)
  }
})

test('every error is a WireError with a code', async () => {
  const { server, run } = rig()
  const pending = outcome(run(ask('A')))
  server.close()
  const error = await pending
  expect(error).toBeInstanceOf(WireError)
  expect(error).toMatchObject({ code: 'ERR_CLOSED', name: 'ConnectionError' })
})
