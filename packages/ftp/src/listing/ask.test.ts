import { Body, Capabilities, LimitError, utf8 } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { type Lister, listed, names, rawLines } from './ask.ts'

/** A server that lists so many lines, and sends no more than is asked for. */
class Endless implements Lister {
  readonly timezone = 'UTC'
  readonly limits = { line: 100, all: 10_000 }
  asked: string[] = []
  sent = 0
  left = false
  readonly #count: number
  readonly #line: (index: number) => string

  constructor(count: number, line = (index: number) => `-rw-r--r-- 1 a b 9 Jan 1 2020 file-${index}`) {
    this.#count = count
    this.#line = line
  }

  receive({ line }: { line: string }): Promise<Body> {
    this.asked.push(line)
    const body: Body = new Body({
      resume: () => this.#send(body),
      cancel: () => {
        this.left = true
      },
    })
    this.#send(body)
    return Promise.resolve(body)
  }

  #send(body: Body): void {
    while (!body.full && this.sent < this.#count) body.push(Buffer.from(`${this.#line(this.sent++)}\r\n`))
    if (this.sent === this.#count) body.finish()
  }

  run(): Promise<never> {
    return Promise.reject(new Error('nothing but the listing is asked for'))
  }

  charset(): typeof utf8 {
    return utf8
  }

  capabilities(): Capabilities {
    return new Capabilities()
  }
}

describe('a listing that is gone through', () => {
  // what a body takes in advance (64 KiB), and the lines that decide on the dialect
  const most = 65_536 / 36 + 200

  test('is never in memory as a whole, a million lines long', { timeout: 60_000 }, async () => {
    const server = new Endless(1_000_000)
    let seen = 0
    let ahead = 0
    for await (const entry of listed(server, '', {})) {
      // a million calls of expect() take many seconds
      if (entry.name !== `file-${seen++}`) expect(entry.name).toBe(`file-${seen - 1}`)
      ahead = Math.max(ahead, server.sent - seen)
    }
    expect(seen).toBe(1_000_000)
    expect(ahead).toBeLessThan(most)
  })

  test('nor are its raw lines', async () => {
    const server = new Endless(200_000)
    let seen = 0
    let ahead = 0
    for await (const _ of rawLines(server, '', {})) ahead = Math.max(ahead, server.sent - ++seen)
    expect(seen).toBe(200_000)
    expect(ahead).toBeLessThan(most)
  })

  test('and left in the middle the rest is not asked for', async () => {
    const server = new Endless(200_000)
    let seen = 0
    for await (const _ of listed(server, '', {})) if (++seen === 1000) break
    expect(server.left).toBe(true)
    expect(server.sent).toBeLessThan(1000 + most)
  })
})

test('a listing that is collected has a limit', async () => {
  await expect(Promise.resolve(listed(new Endless(1000), '', {}))).rejects.toThrow(LimitError)
  await expect(Promise.resolve(rawLines(new Endless(1000), '', {}))).rejects.toThrow(LimitError)
  await expect(names(new Endless(1000), '')).rejects.toThrow('the listing has more than 10000 octets (limits.body)')
  expect(await listed(new Endless(100), '', {})).toHaveLength(100)
})

test('a line has one however it is read', async () => {
  const long = (): Endless => new Endless(1, () => 'x'.repeat(101))
  await expect(listed(long(), '', {})[Symbol.asyncIterator]().next()).rejects.toThrow(LimitError)
  await expect(rawLines(long(), '', {})[Symbol.asyncIterator]().next()).rejects.toThrow(LimitError)
})

describe('options', () => {
  const young = (): Endless => new Endless(1, () => '-rw-r--r-- 1 a b 9 Nov 23 11:48 a')

  test('now and the zone', async () => {
    const [entry] = await listed(young(), '', { now: new Date('2001-02-03T00:00:00Z'), timezone: '+01:00' })
    expect(entry?.modified).toEqual(new Date('2000-11-23T10:48:00Z'))
  })

  test('a dialect: MLSD is asked for by its own command', async () => {
    const unix = young()
    expect(await listed(unix, 'sub', { dialect: 'unix' })).toMatchObject([{ name: 'a' }])
    const dos = young()
    expect(await listed(dos, 'sub', { dialect: 'dos' })).toMatchObject([{ type: 'other' }])
    const facts = new Endless(1, () => 'type=file; a')
    expect(await listed(facts, 'sub', { dialect: 'mlsd' })).toMatchObject([{ name: 'a', type: 'file' }])
    expect([...unix.asked, ...dos.asked, ...facts.asked]).toEqual(['LIST sub', 'LIST sub', 'MLSD sub'])
  })

  test('a zone that does not exist is found out before the server is asked', async () => {
    const server = young()
    await expect(Promise.resolve(listed(server, '', { timezone: 'Mars/Base' }))).rejects.toThrow('no time zone')
    expect(server.asked).toEqual([])
  })
})
