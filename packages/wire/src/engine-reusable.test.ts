import { expect, test, vi } from 'vitest'
import type { Body } from './body.ts'
import { ask, fetch, outcome, rig, settled } from './testing/sample.ts'

test('a connection is reusable while nothing is outstanding', async () => {
  const { server, run, engine } = rig({ depth: 2 })
  expect(engine.reusable).toBe(true)
  const all = [run(ask('A')), run(ask('B'))]
  expect(engine.reusable).toBe(false)
  await settled()
  server.say('a\r\n')
  await all[0]
  expect(engine.reusable).toBe(false)
  server.say('b\r\n')
  await all[1]
  expect(engine.reusable).toBe(true)
})

test('a command that was declined leaves nothing behind', async () => {
  const { server, run, engine } = rig()
  const declined = run(ask('A'))
  await settled()
  server.say('NO such thing\r\n')
  expect(await outcome(declined)).toBeInstanceOf(Error)
  expect(engine.reusable).toBe(true)
})

test('a body is outstanding until its last octet has come, read or left', async () => {
  for (const leave of [(body: Body) => body.bytes(), (body: Body) => body.cancel()]) {
    const { server, run, engine } = rig()
    const coming = run(fetch('RETR 1'))
    await settled()
    server.say('here\r\nhalf')
    const body = await coming
    expect(engine.reusable).toBe(false)
    const left = leave(body)
    await settled()
    expect(engine.reusable).toBe(false)
    server.say(' and half\r\n.\r\n')
    await left
    expect(engine.reusable).toBe(true)
  }
})

test('an abort before anything was sent leaves nothing behind', async () => {
  const { server, run, engine } = rig()
  const first = run(ask('A'))
  const leaving = new AbortController()
  const left = run(ask('B'), leaving.signal)
  await settled()
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  server.say('a\r\n')
  await first
  expect(server.sent).toBe('A\r\n')
  expect(engine.reusable).toBe(true)
})

test('a connection with a reply that nobody waits for is never reusable again, also when the reply has come', async () => {
  const { server, run, engine } = rig()
  const leaving = new AbortController()
  const left = run(ask('A'), leaving.signal)
  await settled()
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  expect(engine.reusable).toBe(false)
  server.say('a\r\n')
  await settled()
  expect(engine.waiting).toBe(0)
  expect(engine.dead).toBeUndefined()
  expect(engine.reusable).toBe(false)
})

test('nor is one with a body that was aborted, also when the rest has come', async () => {
  const { server, run, engine } = rig()
  const leaving = new AbortController()
  const coming = run(fetch('RETR 1'), leaving.signal)
  await settled()
  server.say('here\r\nhalf')
  const reading = (await coming).bytes()
  leaving.abort(new Error('left'))
  await expect(reading).rejects.toThrow('left')
  server.say(' and half\r\n.\r\n')
  await settled()
  expect(engine.dead).toBeUndefined()
  expect(engine.reusable).toBe(false)
})

test('nor one with a body that was left unread until others could wait no longer', async () => {
  vi.useFakeTimers()
  try {
    const { server, run, engine } = rig({ timeouts: { body: 1000 } })
    const coming = run(fetch('RETR 1'))
    await settled()
    server.say(`here\r\n${'x'.repeat(100_000)}\r\n`)
    const body = await coming
    const waits = run(ask('A'))
    await vi.advanceTimersByTimeAsync(1000)
    await expect(body.bytes()).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
    server.say('.\r\n')
    await settled()
    server.say('a\r\n')
    expect(await waits).toBe('a')
    expect(engine.reusable).toBe(false)
  } finally {
    vi.useRealTimers()
  }
})

test('nor one that has timed out, that the server has closed, or that is closed', async () => {
  vi.useFakeTimers()
  const timed = rig({ timeouts: { reply: 1000 } })
  const late = expect(timed.run(ask('A'))).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
  await vi.advanceTimersByTimeAsync(1000)
  await late
  vi.useRealTimers()
  const ended = rig()
  ended.server.close()
  const left = rig()
  left.engine.close()
  for (const { engine } of [timed, ended, left]) expect(engine.reusable).toBe(false)
})
