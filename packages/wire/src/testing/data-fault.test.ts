import { describe, expect, test } from 'vitest'
import { Engine } from '../engine.ts'
import { ConnectionError, LimitError, ReplyError } from '../errors.ts'
import { inOrder } from '../route.ts'
import { dataFaults } from './data-fault.ts'
import type { MemoryDataTransport } from './data-transport.ts'
import { type Drive, faultMatrix } from './fault-matrix.ts'
import type { PeerOptions } from './peer.ts'
import { ask } from './sample.ts'
import { transcript } from './transcript.ts'

const download = `
  S: 220 hello
  C: EPSV
  S: 229 (|||1024|)
  C: RETR
  S: 150 it comes (10 bytes)
  S> line
  S> end\\
  S|
  S: 226 done`

const upload = `
  S: 220 hello
  C: PROT P
  S: 200 so be it
  C: EPRT |1|127.0.0.1|49152|
  S: 200 I will
  C: STOR
  S: 150 let it come
  C> line
  C> end\\
  C|
  S: 226 done`

function names(script: string): string[] {
  return [...dataFaults(transcript(script))].map(({ name, ends }) => `${name.replace(/^data: |:.*/g, '')} ${ends}`)
}

test('what may go wrong with data that is fetched', () => {
  const places = [6, 7].flatMap((line) =>
    ['before', 'in'].flatMap((when) =>
      ['reset', 'stall', 'close', 'cut', 'truncate', 'endless'].map((kind) => `${kind} ${when} line ${line} badly`),
    ),
  )
  const ends = ['reset', 'stall', 'close', 'cut'].map((kind) => `${kind} before line 8 badly`)
  const octets = ['octets in line 6 well', 'octets in line 7 well']
  expect(names(download).toSorted()).toEqual(
    ['refuse connect line 3 badly', 'stall connect line 3 badly', ...places, ...ends, ...octets].toSorted(),
  )
  expect(names(download.replace('(10 bytes)', ''))).toContain('truncate in line 6 either')
})

test('what may go wrong with data that is stored, over TLS, in active mode', () => {
  expect(names(upload)).toEqual([
    'refuse connect line 5 badly',
    'handshake connect line 5 badly',
    'stall handshake line 5 badly',
    ...['cut', 'reset', 'stall', 'close'].map((kind) => `${kind} in line 8 badly`),
  ])
})

/** As much of an FTP client as it takes. */
class Rig {
  readonly engine: Engine
  readonly #options: PeerOptions

  constructor(options: PeerOptions) {
    this.#options = options
    const { transport, limits, timeout } = options
    this.engine = new Engine(transport, inOrder, { limits, timeouts: { reply: timeout } })
  }

  async say(text: string | undefined): Promise<string> {
    const said = await (this.engine.submit({ ...ask(text ?? ''), line: text } as never) as Promise<string>)
    if (/^[45]/.test(said)) throw refusal(said)
    if (!/^[123]/.test(said)) throw new ConnectionError(said)
    return said
  }

  async connect(): Promise<MemoryDataTransport> {
    const { network, timeout } = this.#options
    await this.say('EPSV')
    try {
      return await network.dial({ host: '127.0.0.1', port: 1024, tls: 'none', timeout })
    } catch (error) {
      throw refusal(String(error))
    }
  }

  /** What comes, and in the end the final reply. */
  async fetch(data: MemoryDataTransport): Promise<string> {
    let text = ''
    const ended = new Promise<Error | undefined>((resolve) => {
      const close = (error?: Error): void => resolve(error && refusal(error.message))
      const chunk = (octets: Buffer): void => {
        text += octets.toString()
        if (text.length > this.#options.limits.body) resolve(new LimitError('too much'))
      }
      data.start({ data: chunk, drain: () => {}, end: () => {}, close })
    })
    const gone = new Promise<void>((resolve) => {
      const look = (): unknown => (this.engine.dead ? resolve() : setImmediate(look))
      look()
    })
    await this.say('RETR')
    const final = this.say(undefined)
    final.catch(() => {})
    const broken = await Promise.race([ended, gone])
    if (broken instanceof LimitError) throw broken
    await final
    if (broken) throw broken
    if (text.length < 9) throw refusal('too short')
    return text
  }
}

const refusal = (text: string): ReplyError => new ReplyError({ command: 'RETR', code: text.slice(0, 3), text })

const client =
  (talk: (rig: Rig, data: MemoryDataTransport) => unknown): Drive =>
  async (options) => {
    const rig = new Rig(options)
    let data: MemoryDataTransport | undefined
    try {
      await rig.say(undefined)
      data = await rig.connect()
      return await talk(rig, data)
    } finally {
      rig.engine.close()
      data?.destroy()
    }
  }

describe('a client that fetches rightly, against a peer with', () => {
  const cases = faultMatrix(
    download.replace('(10 bytes)', '(9 bytes)'),
    client((rig, data) => rig.fetch(data)),
  )
  for (const { name, run } of cases.filter((one) => /^(?:no fault|data:|every|all|a peer)/.test(one.name)))
    test(name, run)
})

/** What the matrix finds, by the name of its case. */
async function findings(drive: Drive): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { name, run } of faultMatrix(download, drive)) {
    if (!/^(?:no fault|data:)/.test(name)) continue
    await run().catch((error: Error) => found.set(name.replace(/^data: |:.*/g, ''), error.message))
  }
  return found
}

test('a client that takes what was cut off for the whole is found', async () => {
  const careless = client(async (rig, data) => {
    const found: string[] = []
    data.start({ data: (chunk) => void found.push(String(chunk)), drain: () => {}, end: () => {}, close: () => {} })
    await rig.say('RETR')
    await rig.say(undefined)
    return found.join('')
  })
  const found = await findings(careless)
  expect(found.get('reset in line 6')).toMatch("took no notice, and gave 'lin'")
  expect(found.get('truncate before line 7')).toMatch("took no notice, and gave 'line\\r\\n'")
  expect(found.has('cut in line 6')).toBe(false)
})

test('a client that leaves its data connection or its port open is found', async () => {
  const leaves: [what: string, Drive][] = [
    [
      'left a data connection open',
      client((rig, data) => Object.assign(data, { destroy: () => {} }) && rig.fetch(data)),
    ],
    [
      'left a port open',
      async (options) => {
        await options.network.listen()
        return client((rig, data) => rig.fetch(data))(options, (promise) => promise)
      },
    ],
  ]
  for (const [what, drive] of leaves) expect((await findings(drive)).get('no fault'), what).toMatch(what)
})

test('a client that sends other data, or does not end it, is found', async () => {
  const stores = (octets: string, finish: boolean): Drive => {
    const drive = client(async (rig, data) => {
      data.start({ data: () => {}, drain: () => {}, end: () => {}, close: () => {} })
      await rig.say('STOR')
      data.write(octets)
      if (finish) data.finish()
      return rig.say(undefined)
    })
    return drive
  }
  const script = 'S: 220 hi\nC: EPSV\nS: 229 (|||1|)\nC: STOR\nS: 150 yes\nC> one\nC|\nS: 226 done'
  const run = (drive: Drive): Promise<void> => faultMatrix(script, drive)[0]!.run()
  await run(stores('one\r\n', true))
  await expect(run(stores('two\r\n', true))).rejects.toThrow(
    'sent the data "two\\r\\n" and no more, expected "one\\r\\n"',
  )
  await expect(run(stores('one\r\n', false))).rejects.toThrow('sent the data "one\\r\\n", expected "one\\r\\n"')
})
