import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, test } from 'vitest'
import type { Command } from './command.ts'
import { dotFraming } from './dot.ts'
import { Engine } from './engine.ts'
import { inOrder } from './route.ts'
import { collect, line, until } from './script.ts'
import { everySplit } from './testing/every-split.ts'
import { memoryTransport } from './testing/memory-transport.ts'
import { ask, fetch, outcome, type Rig, rig, settled } from './testing/sample.ts'
import type { TraceEvent } from './trace.ts'

type Told = { rig: Rig; octets: () => unknown[]; events: TraceEvent[] }

/** `verb sent received` of every exchange, and the totals at the close. */
function told(options: Parameters<typeof rig>[0] = {}): Told {
  const events: TraceEvent[] = []
  const octets = (): unknown[] =>
    events.flatMap((event) => {
      if (event.kind === 'exchange') return `${event.verb} ${event.sent} ${event.received}`
      return event.kind === 'close' ? `close ${event.sent} ${event.received}` : []
    })
  return { rig: rig({ ...options, trace: (event) => events.push(event) }), events, octets }
}

const collected = (text: string): Command<Buffer> => ({
  line: text,
  *talk(io) {
    yield* line(io.input)
    return yield* collect(io.input, dotFraming())
  },
})

test('pipelined replies that come in one piece are told apart by their ends', async () => {
  const { rig, octets } = told({ depth: 8 })
  const all = [rig.run(ask('STAT')), rig.run(collected('RETR 1')), rig.run(ask('NOOP'))]
  await settled()
  rig.server.say('2 320\r\nhere\r\n..one\r\ntwo\r\n.\r\nfine\r\n')
  await Promise.all(all)
  rig.engine.close()
  expect(octets()).toEqual(['STAT 6 7', 'RETR 1 8 21', 'NOOP 6 6', 'close 20 34'])
})

test('they are the same however the octets are cut into pieces', async () => {
  for (const pieces of everySplit(Buffer.from('2 320\r\nhere\r\n.\r\nfine\r\n'))) {
    const { rig, octets } = told({ depth: 8 })
    const all = [rig.run(ask('STAT')), rig.run(collected('RETR 1')), rig.run(ask('NOOP'))]
    await settled()
    for (const piece of pieces) rig.server.say(piece)
    await Promise.all(all)
    expect(octets()).toEqual(['STAT 6 7', 'RETR 1 8 9', 'NOOP 6 6'])
  }
})

test('a body that is streamed behind its reply is in the totals, and in no exchange', async () => {
  const { rig, octets } = told({ depth: 8 })
  const coming = rig.run(fetch('RETR 1'))
  const behind = rig.run(ask('NOOP'))
  await settled()
  rig.server.say('here\r\none\r\n')
  const body = await coming
  expect(octets()).toEqual(['RETR 1 8 6'])
  rig.server.say('two\r\n.\r\nfine\r\n')
  expect(await body.text()).toBe('one\r\ntwo\r\n')
  await behind
  rig.engine.close()
  expect(octets()).toEqual(['RETR 1 8 6', 'NOOP 6 6', 'close 14 25'])
})

test('a body that is streamed in the midst of its reply is the exchange’s own', async () => {
  const { rig, octets } = told()
  const both: Command<string> = {
    line: 'FETCH 1',
    *talk(io) {
      const body = io.body(dotFraming())
      const whole = body.text()
      yield
      return `${yield* until(whole)}${yield* line(io.input)}`
    },
  }
  const reading = rig.run(both)
  await settled()
  rig.server.say('one\r\n.\r\ndone\r\n')
  expect(await reading).toBe('one\r\ndone')
  expect(octets()).toEqual(['FETCH 1 9 14'])
})

test('what goes out behind the line counts: more lines, octets, a source', async () => {
  const { rig, octets } = told()
  const source = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('two')
    yield Buffer.from('three')
  }
  const following: Command<string> = {
    ...ask('BDAT 8'),
    async follow(output) {
      output.write('é')
      output.write(Buffer.from('1'))
      await output.send(source())
    },
    *talk(io) {
      yield* line(io.input)
      io.output.line('QUIT')
      return yield* line(io.input)
    },
  }
  const running = rig.run(following)
  await settled()
  rig.server.say('go\r\n')
  rig.server.say('on\r\n')
  await running
  expect(octets()).toEqual([`BDAT 8 ${8 + 2 + 1 + 8 + 6} 8`])
  expect(Buffer.from(rig.server.sent, 'latin1')).toHaveLength(25)
})

test('octets are counted, not characters, and the prefix is among them', async () => {
  const { rig, octets } = told({ prefix: ({ id }) => `A${id} ` })
  const text = rig.run(ask('MKD Äpfel'))
  await settled()
  rig.server.say('gut: Äpfel\r\n')
  await text
  const raw: Command<string> = { ...ask(''), line: Buffer.from([0x4d, 0x20, 0xc4]), name: 'M' }
  const octetwise = rig.run(raw)
  await settled()
  rig.server.say('gut\r\n')
  await octetwise
  rig.engine.charset = {
    encode: (value) => Buffer.from(value, 'latin1'),
    decode: (value) => value.toString('latin1'),
  }
  const latin = rig.run(ask('MKD Äpfel'))
  await settled()
  rig.server.say('gut\r\n')
  await latin
  expect(octets()).toEqual(['MKD Äpfel 15 13', 'M 8 5', 'MKD Äpfel 14 5'])
  rig.engine.close()
  expect(octets().at(-1)).toBe(`close ${rig.server.sent.length} 23`)
})

test('a command on the wire when the connection is lost is told of, with what had come', async () => {
  const { rig, octets, events } = told({ depth: 2 })
  const both = [outcome(rig.run(collected('RETR 1'))), outcome(rig.run(ask('NOOP'))), outcome(rig.run(ask('QUIT')))]
  await settled()
  rig.server.say('here\r\none\r\n')
  rig.server.close()
  await Promise.all(both)
  // what was not sent is no exchange
  expect(octets()).toEqual(['RETR 1 8 11', 'NOOP 6 0', 'close 14 11'])
  expect(events.filter((event) => event.kind === 'exchange')).toMatchObject([
    { error: { code: 'ERR_CLOSED' } },
    { error: { code: 'ERR_CLOSED' } },
  ])
})

test('what had come of a streamed body is not told of the command behind it', async () => {
  const { rig, octets } = told({ depth: 2 })
  const coming = rig.run(fetch('RETR 1'))
  const behind = outcome(rig.run(ask('NOOP')))
  await settled()
  rig.server.say('here\r\none\r\n')
  const text = outcome((await coming).text())
  rig.server.close()
  await Promise.all([text, behind])
  expect(octets()).toEqual(['RETR 1 8 6', 'NOOP 6 0', 'close 14 11'])
})

test('a script that breaks the connection and returns all the same is told of once', async () => {
  const events: TraceEvent[] = []
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder, { trace: (event) => events.push(event) })
  const breaking: Command<string> = {
    line: 'BREAK',
    *talk(io) {
      const text = yield* line(io.input)
      engine.close()
      return text
    },
  }
  const broken = outcome(engine.submit(breaking))
  await settled()
  transport.say('fine\r\n')
  await broken
  expect(events.filter((event) => event.kind === 'exchange')).toHaveLength(1)
})

test('whoever subscribes late hears of what is sent from then on, and of no octets before it', async () => {
  const { run, server } = rig({ depth: 3 })
  const events: unknown[] = []
  const listener = (event: unknown): void => {
    events.push(event)
  }
  const before = [run(ask('STAT')), run(ask('LIST 1'))]
  await settled()
  server.say('2 320\r\n')
  await before[0]
  subscribe('linewire:exchange', listener)
  try {
    const behind = run(ask('NOOP'))
    await settled()
    server.say('1 160\r\nfine\r\n')
    await behind
  } finally {
    unsubscribe('linewire:exchange', listener)
  }
  expect(events).toMatchObject([{ verb: 'NOOP', sent: 6, received: 6 }])
})
