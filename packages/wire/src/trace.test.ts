import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, test, vi } from 'vitest'
import { ask, fetch, outcome, rig, settled } from './testing/sample.ts'
import type { TraceEvent } from './trace.ts'

async function conversation(options: Parameters<typeof rig>[0] = {}): Promise<void> {
  const { server, run, engine } = rig(options)
  engine.trace.connect({ host: 'mail.example', port: 110, secure: false, duration: 3 })
  const stat = run(ask('STAT'))
  await settled()
  server.say('2 320\r\n')
  await stat
  const refused = outcome(run(ask('DELE 9')))
  await settled()
  server.say('NO such \x1b[31mmessage\r\n')
  await refused
  const coming = run(fetch('RETR 1'))
  await settled()
  server.say('here\r\nnot a line of the conversation\r\n.\r\n')
  await (await coming).text()
  server.close()
}

test('a listener hears of the connection, every line, every exchange and the end', async () => {
  const events: TraceEvent[] = []
  await conversation({ trace: (event) => events.push(event) })
  expect(events.map((event) => event.kind).join(' ')).toBe(
    'connect line line exchange line line exchange line line exchange close',
  )
  expect(new Set(events.map((event) => event.connection)).size).toBe(1)
  expect(events[0]).toMatchObject({ host: 'mail.example', port: 110 })
  expect(events[1]).toMatchObject({ from: 'client', text: 'STAT' })
  expect(events[2]).toMatchObject({ from: 'server', text: '2 320' })
  expect(events[3]).toMatchObject({ verb: 'STAT', duration: expect.any(Number) })
  expect(events[3]).not.toHaveProperty('error')
  expect(events[6]).toMatchObject({ verb: 'DELE 9', error: { code: 'NO' } })
  expect(events[10]).toMatchObject({ kind: 'close', error: { code: 'ERR_CLOSED' } })
})

test('control octets of the server do not reach whoever prints the trace', async () => {
  const events: TraceEvent[] = []
  await conversation({ trace: (event) => events.push(event) })
  expect(JSON.stringify(events)).not.toContain('\\u001b')
})

test('subscribers of node:diagnostics_channel hear the same', async () => {
  const heard: string[] = []
  const listeners = ['connect', 'line', 'exchange', 'close'].map((name) => {
    const listener = (message: unknown): void => {
      heard.push((message as TraceEvent).kind)
    }
    subscribe(`linewire:${name}`, listener)
    return () => unsubscribe(`linewire:${name}`, listener)
  })
  try {
    await conversation()
  } finally {
    for (const stop of listeners) stop()
  }
  expect(heard.join(' ')).toBe('connect line line exchange line line exchange line line exchange close')
  expect(channel('linewire:line').hasSubscribers).toBe(false)
})

test('a listener that throws does no harm to the conversation, and its error is not lost', async () => {
  const errors: unknown[] = []
  const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((callback) => {
    void Promise.resolve()
      .then(callback)
      .catch((error: unknown) => errors.push(error))
  })
  try {
    await conversation({
      trace: () => {
        throw new Error('the disk is full')
      },
    })
    await settled()
  } finally {
    queue.mockRestore()
  }
  expect(errors).toHaveLength(11)
  expect(String(errors[0])).toBe('Error: the disk is full')
})

test('a listener may close the connection', async () => {
  const { engine, run } = rig({ trace: (event) => event.kind === 'line' && engine.close() })
  expect(await outcome(run(ask('STAT')))).toMatchObject({ code: 'ERR_ABORTED' })
})
