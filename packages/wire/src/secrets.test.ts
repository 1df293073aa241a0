import { expect, test } from 'vitest'
import type { Command } from './command.ts'
import { AuthError, excerpt, ProtocolError, ReplyError } from './errors.ts'
import { exchange, type SaslStep } from './sasl/converse.ts'
import { login } from './sasl/login.ts'
import { plain } from './sasl/plain.ts'
import { line } from './script.ts'
import { Secrets } from './secrets.ts'
import { answer, ask, outcome, rig, settled } from './testing/sample.ts'
import type { TraceEvent } from './trace.ts'

/** Everything that an error shows to whoever prints it. */
function shown(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error)
  const own = Object.getOwnPropertyNames(error).map((key) => (error as unknown as Record<string, unknown>)[key])
  return [...own.filter((value) => value !== error.cause).map((value) => JSON.stringify(value)), String(error.stack)]
    .concat(error.cause === undefined ? [] : shown(error.cause))
    .join('\n')
}

/** Runs a command while everything is traced; what the trace and the error say. */
async function said(command: Command<unknown>, replies: string[]): Promise<{ trace: string; error: unknown }> {
  const events: TraceEvent[] = []
  const { server, run, engine } = rig({ trace: (event) => events.push(event) })
  const result = run(command).catch((error: unknown) => error)
  for (const reply of replies) {
    await settled()
    server.say(reply)
  }
  const error = await result
  engine.close()
  const trace = events.map((event) => JSON.stringify(event) + ('error' in event ? shown(event.error) : '')).join('\n')
  return { trace, error }
}

const secret = 'hunter2 and more'

test('a server that repeats the password in its refusal tells it to nobody', async () => {
  const echoes = [
    `NO wrong password: ${secret}`,
    'NO hunter2 is wrong',
    `NO you said PASS ${secret}`,
    `NO ${secret.repeat(2)}`,
  ]
  for (const echo of echoes) {
    const { trace, error } = await said(ask(`PASS ${secret}`, { secret: true }), [`${echo}\r\n`])
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ command: 'PASS', verb: 'PASS', code: 'NO' })
    expect(shown(error)).not.toContain('hunter2')
    expect(trace).not.toContain('hunter2')
    expect(trace).toContain('PASS …')
  }
})

test('nor in rubbish that is no reply', async () => {
  const strict: Command<never> = {
    ...ask(`PASS ${secret}`, { secret: true }),
    *talk({ input, name }) {
      throw new ProtocolError(`${name}: expected +OK or -ERR, got ${JSON.stringify(yield* line(input))}`)
    },
  }
  for (const echo of ['hunter2', `530-${secret}`, 'hunter2-and?']) {
    const { trace, error } = await said(strict, [`${echo}\r\n`])
    expect(error).toBeInstanceOf(ProtocolError)
    expect(shown(error)).not.toContain('hunter2')
    expect(trace).not.toContain('hunter2')
  }
})

test('nor in the causes, the lines and the other fields of an error', async () => {
  class OddError extends ReplyError {
    readonly reply = { lines: ['first', `about ${secret}`], text: secret }
  }
  const odd: Command<never> = {
    ...ask(`PASS ${secret}`, { secret: true }),
    *talk({ input, name }) {
      const text = yield* line(input)
      throw new OddError({ command: name, code: 'NO', text }, { cause: new Error(`because ${text}`) })
    },
  }
  const { trace, error } = await said(odd, [`NO ${secret}\r\n`])
  expect(error).toBeInstanceOf(OddError)
  expect((error as OddError).reply.lines[0]).toBe('first')
  expect(shown(error)).not.toContain('hunter2')
  expect(trace).not.toContain('hunter2')
})

const auth = (mechanism: Parameters<typeof exchange>[1], initial = ''): Command<string> => ({
  line: `AUTH ${mechanism.name}${initial}`,
  turn: 'alone',
  secret: true,
  talk: (io) =>
    exchange(io, mechanism, function* () {
      const text = yield* answer(io.name, line(io.input))
      const step: SaslStep<string> = text.startsWith('+')
        ? { challenge: Buffer.from(text.slice(2), 'base64') }
        : { success: text }
      return step
    }),
})

test('SASL responses are secret, in base64 and decoded', async () => {
  const user = 'alice'
  const password = 'correct horse'
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const initial = base64(`\0${user}\0${password}`)
  for (const echo of [`NO ${initial} refused`, `NO ${password} is wrong for ${user}`]) {
    const { trace, error } = await said(auth(plain({ user, password }), ` ${initial}`), [`${echo}\r\n`])
    for (const text of [trace, shown(error)]) {
      expect(text).not.toContain(password)
      expect(text).not.toContain(initial)
    }
    expect((error as Error).message).toMatch(/^AUTH: NO /)
  }
  for (const echo of [`NO ${base64(password)}`, `NO ${password}`]) {
    const { trace, error } = await said(auth(login({ user, password })), [
      `+ ${base64('Username:')}\r\n`,
      `+ ${base64('Password:')}\r\n`,
      `${echo}\r\n`,
    ])
    expect(error).toBeInstanceOf(AuthError)
    for (const text of [trace, shown(error)]) {
      expect(text).not.toContain(password)
      expect(text).not.toContain(base64(password))
    }
  }
})

test('a later line of a secret command is not shown at all', async () => {
  const command: Command<string> = {
    ...ask('AUTH LOGIN', { secret: true }),
    *talk({ input, output, name }) {
      yield* line(input)
      output.line('aHVudGVyMg==')
      return yield* answer(name, line(input))
    },
  }
  const { trace, error } = await said(command, ['+ go on\r\n', 'NO hunter2\r\n'])
  for (const text of [trace, shown(error)]) expect(text).not.toMatch(/hunter2|aHVudGVyMg/)
})

test('when the connection goes while a secret is on the wire, nobody hears it', async () => {
  const { server, run, engine } = rig()
  const pending = outcome(run(ask(`PASS ${secret}`, { secret: true })))
  await settled()
  server.say(`421 ${secret}`)
  server.close()
  expect(shown(await pending)).not.toContain('hunter2')
  expect(shown(engine.dead)).not.toContain('hunter2')
})

test('what is quoted, a literal or in base64 is found as it is meant', () => {
  const secrets = new Secrets()
  secrets.addLine(String.raw`LOGIN "al ice" "pa\"ss \\word"`)
  expect(secrets.scrub(String.raw`al ice or pa"ss \word`)).toBe('… or …')
  const literal = new Secrets()
  literal.add(Buffer.from('tr0ub4dor&3'))
  expect(literal.scrub('I know tr0ub4dor&3')).toBe('I know …')
})

test('the verb, a mechanism and what AUTHINFO is about are no secrets', () => {
  for (const [said, back] of [
    ['AUTH PLAIN dGVzdA==', 'PLAIN is not for you'],
    ['AUTHENTICATE LOGIN', 'LOGIN is disabled'],
    ['AUTHINFO PASS swordfish', 'PASS rejected'],
    ['AUTHINFO SASL PLAIN dGVzdA==', 'SASL PLAIN rejected'],
  ] as const) {
    const secrets = new Secrets()
    secrets.addLine(said)
    expect(secrets.scrub(back)).toBe(back)
  }
})

test('it is found as excerpt() shows it: quoted, and cut in two', () => {
  const secrets = new Secrets()
  secrets.addLine('PASS hun"ter\\2')
  expect(secrets.scrub(`got ${excerpt('WHAT hun"ter\\2')}`)).toBe('got "WHAT …"')
  const long = 'correct-horse-battery-staple'
  secrets.addLine(`PASS ${long}`)
  const shown = secrets.scrub(excerpt(`this server does not understand a thing: PASS ${long}`))
  expect(shown).toBe('"this server does not understand a thing: PASS …"')
})

test('a short secret is taken out as a word only', () => {
  const secrets = new Secrets()
  secrets.addLine('PASS a')
  expect(secrets.scrub('a bad day for "a"')).toBe('… bad day for "…"')
})
