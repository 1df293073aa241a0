import { ConnectionError } from '@linewire/wire'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type TransferLab, transferLab } from '../test/transfer-lab.ts'
import { stor } from './commands/stor.ts'
import { type Sent, send } from './send.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function* hello(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('hello')
}

/** An upload to a server that says 200 before the data, as some do; all of it has gone out. */
async function stored(): Promise<TransferLab & { sent: Promise<Sent> }> {
  const lab = transferLab()
  const sent = lab.engine.submit(send(lab.state, stor('a'), hello())) as Promise<Sent>
  sent.catch(() => {})
  await vi.advanceTimersByTimeAsync(0)
  lab.control.say('200 okay\r\n')
  await vi.advanceTimersByTimeAsync(0)
  expect(lab.data.sent).toBe('hello[end]')
  return { ...lab, sent }
}

test('what follows a 200 is the last word, as soon as it is there', async () => {
  const { control, sent } = await stored()
  control.say('150 let it come\r\n')
  control.say('226 I have it\r\n')
  expect(await sent).toMatchObject({ octets: 5, preliminary: 'let it come', final: { code: 226 } })
  expect(vi.getTimerCount()).toBe(0)
})

test('where nothing follows, the 200 is the last word', async () => {
  const { sent } = await stored()
  await vi.advanceTimersByTimeAsync(1001)
  expect(await sent).toMatchObject({ octets: 5, final: { code: 200 } })
  expect(vi.getTimerCount()).toBe(0)
})

test('no timer outlives a connection that is lost meanwhile', async () => {
  const { control, sent } = await stored()
  control.close()
  await expect(sent).rejects.toThrow(ConnectionError)
  expect(vi.getTimerCount()).toBe(0)
})
