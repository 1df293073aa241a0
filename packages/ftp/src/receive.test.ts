import type { Body, TransportEvents } from '@linewire/wire'
import { everySplit, type MemoryTransport, memoryTransport } from '@linewire/wire/testing'
import { describe, expect, test, vi } from 'vitest'
import { transferLab, turns } from '../test/transfer-lab.ts'
import { retr } from './commands/retr.ts'
import { stor } from './commands/stor.ts'
import { DataConnection, type DataTransport } from './data-connection.ts'
import { outgoingOctets } from './outgoing-octets.ts'
import { paced, RateLimit } from './rate.ts'
import { receive } from './receive.ts'
import { type Sent, send } from './send.ts'
import { crlfOctets } from './text-lines.ts'

async function download(
  play: (control: MemoryTransport, data: MemoryTransport) => void | Promise<void>,
): Promise<string> {
  const { control, engine, state, data } = transferLab()
  const body = new Promise<Body>((resolve, reject) => {
    engine.submit(receive(state, retr('a'), resolve)).catch(reject)
  })
  const text = body.then((opened) => opened.text())
  text.catch(() => {})
  await turns()
  expect(control.sent).toBe('RETR a\r\n')
  await play(control, data)
  return text
}

describe('a download is over when the data and the final reply are both in', () => {
  const replies = '150 Opening (5 bytes)\r\n226-Transfer\r\n150 complete\r\n226 done\r\n'

  test('however the replies are cut, and wherever the data comes in', async () => {
    for (const chunks of everySplit(replies, 2)) {
      for (let at = 0; at <= chunks.length; at += Math.max(1, chunks.length >> 2)) {
        const got = await download((control, data) => {
          for (const chunk of chunks.slice(0, at)) control.say(chunk)
          data.say('hel')
          data.say('lo')
          data.close()
          for (const chunk of chunks.slice(at)) control.say(chunk)
        })
        expect(got).toBe('hello')
      }
    }
  })

  test.each([
    ['125 here', '250 done'],
    ['200 fine', '150 here it comes', '226 done'],
    ['150 one', '150 two', '226 done'],
    ['226 done'],
  ])('%s %s %s', async (...said) => {
    const got = await download(async (control, data) => {
      for (const line of said.slice(0, -1)) control.say(`${line}\r\n`)
      data.say('hello')
      data.close()
      await turns()
      control.say(`${said.at(-1)}\r\n`)
    })
    expect(got).toBe('hello')
  })

  test('the end of the data alone is no success', async () => {
    const got = download((control, data) => {
      control.say('150 here\r\n')
      data.say('hel')
      data.close()
      control.say('426 broken\r\n')
    })
    await expect(got).rejects.toThrow('RETR a: 426 broken')
  })

  test('a data connection that broke is no success, whatever is said', async () => {
    const got = download((control, data) => {
      control.say('150 here\r\n')
      data.say('hel')
      data.close(new Error('reset by peer'))
      control.say('226 done\r\n')
    })
    await expect(got).rejects.toThrow('the data connection broke: reset by peer')
  })

  test('3xx makes no sense', async () => {
    await expect(download((control) => control.say('350 more?\r\n'))).rejects.toMatchObject({ code: 'ERR_PROTOCOL' })
  })
})

async function upload(play: (control: MemoryTransport, data: MemoryTransport) => void | Promise<void>): Promise<Sent> {
  const { control, engine, state, data } = transferLab()
  const source = (async function* () {
    yield Buffer.from('hel')
    yield Buffer.from('lo')
  })()
  const sent = engine.submit(send(state, stor('a'), source)) as Promise<Sent>
  sent.catch(() => {})
  await turns()
  expect(control.sent).toBe('STOR a\r\n')
  await play(control, data)
  return sent
}

describe('an upload is over when all has gone out and the final reply is in', () => {
  test('however the replies are cut', async () => {
    for (const begin of everySplit('150 go\r\n', 2)) {
      const sent = await upload(async (control, data) => {
        for (const chunk of begin) control.say(chunk)
        await turns()
        expect(data.sent).toBe('hello[end]')
        control.say('226 done\r\n')
      })
      expect(sent).toMatchObject({ octets: 5, preliminary: 'go', final: { code: 226 } })
    }
  })

  test('200, then 150, and 226 at the end', async () => {
    const sent = await upload(async (control) => {
      control.say('200 fine\r\n150 go\r\n')
      await turns()
      control.say('226 done\r\n')
    })
    expect(sent.octets).toBe(5)
  })

  test('200 alone before the data, and 226 behind it', async () => {
    const sent = await upload(async (control, data) => {
      control.say('200 go\r\n')
      await turns()
      expect(data.sent).toBe('hello[end]')
      control.say('226 done\r\n')
    })
    expect(sent).toMatchObject({ octets: 5, preliminary: '', final: { code: 226 } })
  })

  test('a 2xx and nothing else, whenever it comes, is waited for no longer than a moment', async () => {
    vi.useFakeTimers()
    try {
      const sent = upload(async (control) => {
        control.say('226 done\r\n')
        await turns()
        await vi.advanceTimersByTimeAsync(1000)
      })
      expect(await sent).toMatchObject({ octets: 5, final: { code: 226 } })
    } finally {
      vi.useRealTimers()
    }
  })

  test('nothing before the data: it is waited for, and not for ever', async () => {
    vi.useFakeTimers()
    try {
      const sent = upload(async (control, data) => {
        await vi.advanceTimersByTimeAsync(4999)
        expect(data.sent).toBe('')
        await vi.advanceTimersByTimeAsync(1)
        expect(data.sent).toBe('hello[end]')
        control.say('226 done\r\n')
      })
      expect(await sent).toMatchObject({ octets: 5, preliminary: '', final: { code: 226 } })
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('a refusal behind a 200 is a transfer that was broken off', async () => {
    const sent = upload(async (control) => {
      control.say('200 go\r\n')
      await turns()
      control.say('552 quota\r\n')
    })
    await expect(sent).rejects.toMatchObject({ name: 'TransferError', code: '552' })
  })

  test('a success that comes too early is none', async () => {
    const sent = upload((control) => control.say('150 go\r\n226 done\r\n'))
    await expect(sent).rejects.toThrow(/said 226 when 0 octets were sent and more to come/)
  })

  test('a server that has enough says why', async () => {
    const sent = upload(async (control, data) => {
      data.full = true
      control.say('150 go\r\n')
      await turns()
      data.close(new Error('reset by peer'))
      control.say('452 disk full\r\n')
    })
    await expect(sent).rejects.toThrow('STOR a: 452 disk full (here: reset by peer)')
  })

  test.each([
    ['a connection that breaks', new Error('reset by peer')],
    ['a server that has enough', undefined],
  ])('%s: the source is told at once, not when its next piece has come', async (_, broken) => {
    const { control, engine, state, data } = transferLab()
    let told = 0
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          told++
          return { value: undefined, done: true }
        },
      }),
    }
    const sent = engine.submit(send(state, stor('a'), crlfOctets(paced(outgoingOctets(source), new RateLimit(1000)))))
    sent.catch(() => {})
    await turns()
    control.say('150 go\r\n')
    await turns()
    expect(told).toBe(0)
    data.close(broken)
    await turns()
    expect(told).toBe(1)
    control.say('426 broken\r\n')
    await expect(sent).rejects.toThrow('STOR a: 426 broken')
    expect(told).toBe(1)
  })

  test('nothing goes out before the server is ready, and no more than the connection takes', async () => {
    const sent = upload(async (control, data) => {
      expect(data.sent).toBe('')
      data.full = true
      control.say('150 go\r\n')
      await turns()
      expect(data.sent).toBe('hel')
      data.drain()
      await turns()
      expect(data.sent).toBe('hello[end]')
      control.say('226 done\r\n')
    })
    expect((await sent).octets).toBe(5)
  })
})

test('events are of no use to a connection that is closed already', async () => {
  const data = memoryTransport()
  let events: TransportEvents | undefined
  const transport: DataTransport = Object.assign(data, {
    start: (to: TransportEvents) => {
      events = to
    },
    secured: Promise.resolve(),
    session: undefined,
    sessionReused: false,
    onSession: undefined,
    finish: () => {},
  })
  const connection = new DataConnection(Promise.resolve(transport))
  connection.close()
  connection.start({ data: () => {}, drain: () => {}, end: () => {}, close: () => {} })
  await turns()
  expect(events).toBeUndefined()
  expect(data.destroyed).toBe(true)
})
