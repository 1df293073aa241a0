import { describe, expect, test } from 'vitest'
import type { Body } from '../body.ts'
import { Engine } from '../engine.ts'
import { inOrder } from '../route.ts'
import { type Fault, faults } from './fault.ts'
import { type Drive, faultMatrix } from './fault-matrix.ts'
import type { PeerOptions } from './peer.ts'
import { ask, fetch } from './sample.ts'
import { transcript } from './transcript.ts'

const text = `
  S: hello
  C: ONE
  C: TWO
  S: 1
  S: 2
  C: FETCH
  S: here it is
  S: ..a dot
  S: .
  C: BYE
  S: bye`

const begin = ({ transport, limits, timeout }: PeerOptions): Engine =>
  new Engine(transport, inOrder, { limits, timeouts: { reply: timeout, body: timeout }, depth: 2 })

const numbers = async (call: Promise<unknown>): Promise<number> => {
  const said = await call
  if (!/^\d$/.test(String(said))) throw new TypeError(`${said} is no number`)
  return Number(said)
}

const sound: Drive = async (options, watch) => {
  const engine = begin(options)
  const { signal, limits } = options
  try {
    await engine.submit({ ...ask(''), line: undefined } as never)
    const both = [engine.submit(ask('ONE'), { signal }), engine.submit(ask('TWO'), { signal })]
    const learned = await Promise.all(both.map(watch))
    const body = (await engine.submit(fetch('FETCH'), { signal })) as Body
    learned.push(await body.text(undefined, { maxBytes: limits.body }))
    return [...learned, await engine.submit(ask('BYE'))]
  } finally {
    engine.close()
  }
}

/** What the matrix finds, by the name of its case. */
async function findings(drive: Drive, script = text): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { name, run } of faultMatrix(script, drive)) {
    await run().catch((error: Error) => found.set(name, error.message))
  }
  return found
}

describe('the engine, against a peer that', () => {
  // any line is an answer to these commands: what is garbage is for a grammar to say
  const cases = faultMatrix(text, sound).filter(({ name }) => !name.startsWith('garbage'))
  for (const { name, run } of cases) test(name, run)
})

test('every fault is at every line of the server, before, in and behind it', () => {
  const names = faultMatrix('S: hi\nC: A\nS: 1\nS: 2', sound).map(({ name }) => name)
  expect(names.filter((name) => name.endsWith('line 3: 1'))).toEqual([
    'close before line 3: 1',
    'close in line 3: 1',
    'reset before line 3: 1',
    'reset in line 3: 1',
    'stall before line 3: 1',
    'stall in line 3: 1',
    'garbage before line 3: 1',
    'garbage in line 3: 1',
    'octets in line 3: 1',
    'endless before line 3: 1',
    'endless in line 3: 1',
  ])
  expect(names.filter((name) => / after /.test(name)).map((name) => name.replace(/:.*/, ''))).toEqual(
    [1, 4].flatMap((n) => ['close', 'reset', 'stall', 'garbage', 'extra'].map((fault) => `${fault} after line ${n}`)),
  )
})

test('the last cases are ways to deliver the whole', () => {
  expect(
    faultMatrix('S: hi', sound)
      .map(({ name }) => name)
      .slice(-3),
  ).toEqual([
    'every line octet by octet',
    'all that is said in a row in one chunk',
    'a peer that takes our data slowly',
  ])
})

describe('manners', () => {
  const kinds = (found: Iterable<Fault>, step: number): string[] =>
    Array.from(found)
      .filter((fault) => fault.step === step)
      .map(({ kind, when, ends }) => `${kind} ${when} ${ends}`)

  test('a server that may hang up does so in place of its last reply, and of no other', () => {
    const steps = transcript('S: hi\nC: QUIT\nS: 221-bye\nS: 221 bye')
    const found = [...faults(steps, { hangsUp: true })]
    expect(kinds(found, 2).slice(0, 4)).toEqual([
      'close before well',
      'close in well',
      'reset before well',
      'reset in well',
    ])
    expect(kinds(found, 3)).toContain('close in well')
    expect(kinds(found, 3)).toContain('stall before badly')
    expect(kinds(found, 0)).toContain('close after badly')
  })

  test('behind what decides all, or is forgiven, nothing need be noticed', () => {
    const steps = transcript('S: hi\nC: A\nC: B\nS: 530 no\nS: 200 B\nC: RETR\nS: 226 done\nC: D\nS: 200 D')
    const found = [...faults(steps, { verdict: /^530/, forgiving: /^RETR/ })]
    expect(kinds(found, 3)).toContain('close before badly')
    expect(kinds(found, 4)).toContain('close before either')
    expect(kinds(found, 4)).toContain('octets in well')
    const extra = [...faults(steps, { forgiving: /^RETR/ })].filter(({ kind }) => kind === 'extra')
    expect(extra.map(({ step, ends }) => [step, ends])).toEqual([
      [0, 'badly'],
      [4, 'badly'],
      [6, 'either'],
      [8, 'well'],
    ])
  })

  test('what may come unasked is not what is said twice', () => {
    const steps = transcript('S: * hi\nC: A\nS: * 1\nS: A OK\nC: B\nS: B OK\nC: C\nS: C OK')
    const again = (unasked?: RegExp): unknown[] =>
      [...faults(steps, unasked ? { unasked } : {})]
        .filter(({ kind }) => kind === 'extra')
        .map((f) => [f.again, f.ends])
    expect(again()).toEqual([
      [0, 'badly'],
      [2, 'badly'],
      [5, 'badly'],
      [7, 'well'],
    ])
    expect(again(/^\* /)).toEqual([
      [0, 'either'],
      [3, 'badly'],
      [5, 'badly'],
      [7, 'well'],
    ])
  })
})

test('a chunk that ends within a line is no half of one', async () => {
  const drive = (written: string): Drive =>
    wrong((engine, { transport }) =>
      engine.submit(ask('ONE')).finally(() => {
        transport.write(written)
      }),
    )
  const text = 'S: hello\nC: ONE\nS: 1\nC: two\\\nS: 2'
  await faultMatrix(text, drive('two'))[0]!.run()
  await expect(faultMatrix(text, drive('tw'))[0]!.run()).rejects.toThrow('left half a line')
})

const short = 'S: hello\nC: ONE\nS: 1'

/** A client that is wrong in one way. */
function wrong(
  talk: (engine: Engine, options: PeerOptions, watch: <T>(p: Promise<T>) => Promise<T>) => unknown,
): Drive {
  return async (options, watch) => {
    const engine = begin(options)
    try {
      await engine.submit({ ...ask(''), line: undefined } as never)
      return await talk(engine, options, watch)
    } finally {
      engine.close()
    }
  }
}

test('a client that takes a broken connection for an answer is found', async () => {
  const found = await findings(
    wrong((engine) => engine.submit(ask('ONE')).catch(() => 'gone')),
    short,
  )
  expect(found.get('close in line 3: 1')).toMatch(/^the client took no notice, and gave 'gone'/)
  expect(found.has('close in line 1: hello')).toBe(false)
})

test('a client that fails with an error of another kind is found', async () => {
  const found = await findings(
    wrong((engine) => numbers(engine.submit(ask('ONE')))),
    short,
  )
  expect(found.get('garbage in line 3: 1')).toMatch(/^the client failed with the wrong error: TypeError/)
})

test('a client that waits for ever is found', async () => {
  const waits: Drive = wrong((engine) => engine.submit(ask('ONE')).catch(() => new Promise(() => {})))
  const stall = faultMatrix(short, waits).find(({ name }) => name === 'close before line 3: 1')!
  await expect(stall.run()).rejects.toThrow('did not end: something waits for ever')
})

test('a client that leaves something behind is found', async () => {
  const leaves: [what: string, Drive][] = [
    ['1 timers running', having(() => void setTimeout(() => {}, 1e9))],
    ['1 listeners on the signal', having(({ signal }) => signal.addEventListener('abort', () => {}))],
    ['a rejection unhandled: Error: nobody hears', having(() => void nobodyHears())],
    ['half a line', wrong((engine, { transport }) => engine.submit(ask('ONE')).finally(() => transport.write('TW')))],
    [
      'its connection open',
      async (options) => {
        const engine = begin(options)
        await engine.submit({ ...ask(''), line: undefined } as never)
        return engine.submit(ask('ONE'))
      },
    ],
  ]
  for (const [what, drive] of leaves) {
    await expect(faultMatrix(short, drive)[0]!.run(), what).rejects.toThrow(`left ${what}`)
  }
})

/** A client that is right, but for what it has done before. */
function having(done: (options: PeerOptions) => void): Drive {
  return wrong((engine, options) => {
    done(options)
    return engine.submit(ask('ONE'))
  })
}

async function nobodyHears(): Promise<never> {
  throw new Error('nobody hears')
}

test('a client that says something else, or writes when it has left, is found', async () => {
  const says = (line: string): Drive => wrong((engine) => engine.submit(ask(line)))
  await expect(faultMatrix(short, says('TWO'))[0]!.run()).rejects.toThrow('wrote "TWO\\r\\n", expected "ONE\\r\\n"')
  const late = wrong((engine, { transport }) =>
    engine.submit(ask('ONE')).finally(() => {
      engine.close()
      transport.write('BYE\r\n')
    }),
  )
  await expect(faultMatrix(short, late)[0]!.run()).rejects.toThrow('wrote "BYE\\r\\n" after it had left')
})

test('a call handed to watch() is judged as well as the one that is awaited', async () => {
  const drive = wrong(async (engine, _options, watch) => {
    void watch(engine.submit(ask('ONE')).catch(() => Promise.reject(new RangeError('not this')))).catch(() => {})
    return engine.submit(ask('TWO'))
  })
  const found = await findings(drive, 'S: hello\nC: ONE\nC: TWO\nS: 1\nS: 2')
  expect(found.get('close in line 4: 1')).toMatch('failed with the wrong error: RangeError: not this')
})
