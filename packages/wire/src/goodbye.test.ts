import { expect, test } from 'vitest'
import { OrderedClient } from './client.ts'
import { Engine } from './engine.ts'
import { ReplyError } from './errors.ts'
import { inOrder } from './route.ts'
import { line } from './script.ts'
import { memoryTransport } from './testing/index.ts'

class Leaver extends OrderedClient {
  readonly #matters: boolean

  constructor(engine: Engine, matters: boolean) {
    super(engine)
    this.#matters = matters
  }

  protected override get goodbyeMatters(): boolean {
    return this.#matters
  }

  protected override goodbye(): Promise<void> {
    return this.farewell(
      {
        line: 'QUIT',
        *talk(io) {
          const text = yield* line(io.input)
          if (text !== 'bye') throw new ReplyError({ command: io.name, code: 'NO', text })
        },
      },
      1000,
    )
  }
}

async function leave(matters: boolean, answer: string | undefined): Promise<Leaver> {
  const transport = memoryTransport()
  const client = new Leaver(new Engine(transport, inOrder), matters)
  const left = client[Symbol.asyncDispose]()
  await Promise.resolve()
  expect(transport.sent).toBe('QUIT\r\n')
  if (answer === undefined) transport.close()
  else transport.say(answer)
  await left
  return client
}

test('a polite goodbye closes', async () => {
  expect((await leave(true, 'bye\r\n')).closed).toBe(true)
})

test('a goodbye that is declined is an error', async () => {
  await expect(leave(false, 'no\r\n')).rejects.toThrow(ReplyError)
})

test('a connection that goes while it is left is an error only where the answer matters', async () => {
  expect((await leave(false, undefined)).closed).toBe(true)
  await expect(leave(true, undefined)).rejects.toThrow('closed the connection')
})

test('where the answer matters, one that went while nobody waited for anything is told of, once it is left', async () => {
  for (const matters of [true, false]) {
    const transport = memoryTransport()
    const client = new Leaver(new Engine(transport, inOrder), matters)
    transport.close()
    expect(client.closed).toBe(true)
    const left = client[Symbol.asyncDispose]()
    if (matters) await expect(left).rejects.toThrow('closed the connection')
    else await left
  }
  const own = new Leaver(new Engine(memoryTransport(), inOrder), true)
  own.close()
  await own[Symbol.asyncDispose]()
})

test('where somebody was told, he is not told twice', async () => {
  const transport = memoryTransport()
  const client = new Leaver(new Engine(transport, inOrder), true)
  const asked = client.run({ line: 'X', talk: (io) => line(io.input) })
  transport.close()
  await expect(asked).rejects.toThrow('closed the connection')
  await client[Symbol.asyncDispose]()
})

test('a connection that is gone already is left without a word', async () => {
  const transport = memoryTransport()
  const client = new Leaver(new Engine(transport, inOrder), true)
  client.close()
  await client[Symbol.asyncDispose]()
  expect(transport.sent).toBe('')
})
