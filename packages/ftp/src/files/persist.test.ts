import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { AuthError, ConnectionError, dial, ReplyError, type RetryOptions } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { atOnce, stage } from '../../test/stage.ts'
import type { FtpClient } from '../client.ts'

const at = stage()
const big = randomBytes(4_000_000)
const modified = new Date('2020-02-29T12:34:00Z')
const files = { 'sub/big': { content: big, modified } }

const names = (): Promise<string[]> => readdir(at.local())
const whole = async (): Promise<boolean> => (await readFile(at.local('big'))).equals(big)

/** Breaks the newest connection, its data connection too, when so many octets have come: each number once. */
function breaking(...places: number[]): (octets: number) => void {
  const left = [...places]
  return (octets) => {
    if (left[0] === undefined || octets < left[0]) return
    left.shift()
    at.server.sessions.at(-1)?.destroy()
  }
}

/** What broke last may have broken when all was there: a connection is there again behind this. */
const wake = (ftp: FtpClient): Promise<unknown> => ftp.download('big', '/dev/null', { retry: atOnce })

const fetch = (ftp: FtpClient, options: { retry?: RetryOptions | false; signal?: AbortSignal } = {}): Promise<number> =>
  ftp.download('big', at.local('big'), options)

describe('a lost connection', () => {
  test('without retry it is the end, and nothing is left', async () => {
    const ftp = await at.start({ files })
    const lost = ftp.download('sub/big', at.local('big'), { onProgress: breaking(1) })
    await expect(lost).rejects.toThrow(ConnectionError)
    expect(at.server.sessions).toHaveLength(1)
    expect(ftp.closed).toBe(true)
    expect(await names()).toEqual([])
  })

  test('another one goes on where it stopped, in the same directory, as the same user; and lives on', async () => {
    const ftp = await at.start({ files, users: { alice: { password: 'wonderland' }, bob: { password: 'b' } } })
    await ftp.login('bob', 'b')
    await ftp.cwd('sub')
    const progress: number[] = []
    const breakAt = breaking(1, 300_000, 600_000)
    const onProgress = (octets: number): void => {
      progress.push(octets)
      breakAt(octets)
    }
    expect(await ftp.download('big', at.local('big'), { retry: atOnce, onProgress })).toBe(big.length)
    expect(await whole()).toBe(true)
    expect(await names()).toEqual(['big'])
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    // how much was on its way when a connection broke is the system's affair
    expect(at.server.sessions.length).toBeGreaterThan(1)
    expect(at.said('REST')).toHaveLength(at.server.sessions.length - 1)
    await wake(ftp)
    expect(ftp.closed).toBe(false)
    expect(await ftp.pwd()).toBe('/sub')
    expect(at.server.sessions.slice(1).every((session) => session.transcript.includes('C: USER bob'))).toBe(true)
  })

  test('connect() may be told once for all, and a call otherwise', async () => {
    const ftp = await at.start({ files }, { retry: atOnce })
    await ftp.cwd('sub')
    const lose = (): { onProgress: (octets: number) => void } => ({ onProgress: breaking(1) })
    expect(await ftp.download('big', at.local('big'), lose())).toBe(big.length)
    await expect(ftp.download('big', at.local('big'), { ...lose(), retry: false })).rejects.toThrow(ConnectionError)
    // it had gone already when the call was made
    expect(await fetch(ftp)).toBe(big.length)
    expect(await ftp.pwd()).toBe('/sub')
  })

  test.each(['none', 'starttls', 'implicit'] as const)('tls: %s is on the next one too', async (tls) => {
    const ftp = await at.start({ files, tls, requireSessionReuse: 522 })
    const options = { retry: atOnce, onProgress: breaking(1, 500_000) }
    expect(await ftp.download('sub/big', at.local('big'), options)).toBe(big.length)
    expect(await whole()).toBe(true)
    expect(ftp.secure).toBe(tls !== 'none')
  })

  test('a file that changed meanwhile is fetched anew', async () => {
    const ftp = await at.start({ files })
    const now = Buffer.alloc(700_000, 'now')
    const lose = breaking(300_000)
    const onProgress = (octets: number): void => {
      if (octets >= 300_000) at.server.files.write('/sub/big', now, 'alice')
      lose(octets)
    }
    await ftp.download('sub/big', at.local('big'), { retry: atOnce, onProgress })
    expect((await readFile(at.local('big'))).equals(now)).toBe(true)
  })

  test('a pipe or a device is gone on with too', async () => {
    const ftp = await at.start({ files })
    expect(await ftp.download('sub/big', '/dev/null', { retry: atOnce, onProgress: breaking(1) })).toBe(big.length)
    const lose = breaking(300_000)
    const onProgress = (octets: number): void => {
      if (octets >= 300_000) at.server.files.write('/sub/big', Buffer.alloc(9), 'alice')
      lose(octets)
    }
    const changed = ftp.download('sub/big', '/dev/null', { retry: atOnce, onProgress })
    await expect(changed).rejects.toThrow('what was written cannot be taken back')
  })
})

test('a transport of the caller’s own is there once', async () => {
  const { host, port } = await at.serve({ files: { big } })
  const transport = await dial({ host, port, tls: 'none', timeout: 5000 })
  const ftp = await at.connect({ transport, retry: atOnce })
  await expect(ftp.download('big', at.local('big'), { onProgress: breaking(1) })).rejects.toThrow(ConnectionError)
  await expect(fetch(ftp, { retry: atOnce })).rejects.toThrow(ConnectionError)
  expect(at.server.sessions).toHaveLength(1)
})

describe('the tries', () => {
  test('they are counted from the last one that got on', async () => {
    const ftp = await at.start({ files: { big } })
    const places = Array.from({ length: 12 }, (_, index) => index * 70_000 + 1)
    const options = { retry: { attempts: 1, ...atOnce }, onProgress: breaking(...places) }
    expect(await ftp.download('big', at.local('big'), options)).toBe(big.length)
    expect(await whole()).toBe(true)
  })

  test('where nothing gets on they come to an end, each behind its pause', async () => {
    const ftp = await at.start({ files: { big }, faults: { cutDataAt: 0 } })
    const pauses: number[] = []
    const backoff = (attempt: number): number => {
      pauses.push(attempt)
      return 0
    }
    await expect(fetch(ftp, { retry: { attempts: 2, backoff } })).rejects.toMatchObject({ code: '426' })
    expect(pauses).toEqual([1, 2])
    expect(at.said('RETR')).toHaveLength(3)
    expect(await names()).toEqual([])
  })

  test('a data connection that breaks alone costs no other connection', async () => {
    const ftp = await at.start({ files: { big }, faults: { cutDataAt: 1_500_000 } })
    expect(await fetch(ftp, { retry: atOnce })).toBe(big.length)
    expect(at.server.sessions).toHaveLength(1)
    expect(at.said('REST')).toEqual(['C: REST 1500000', 'C: REST 3000000'])
    expect(await whole()).toBe(true)
  })

  test.each(['421 too tired', '425 no data connection', '522 no session reuse'])(
    'behind %s comes another connection',
    async (reply) => {
      const ftp = await at.start({ files: { big }, faults: { connections: 1, replies: { RETR: reply } } })
      expect(await fetch(ftp, { retry: atOnce })).toBe(big.length)
      expect(at.server.sessions).toHaveLength(2)
    },
  )

  test('what another connection does not mend ends them', async () => {
    const ftp = await at.start({ files: { big } })
    await expect(ftp.download('nothing', at.local('big'), { retry: atOnce })).rejects.toMatchObject({ code: '550' })
    expect(at.said('RETR')).toHaveLength(1)
    // the password has changed meanwhile
    at.server.faults = { replies: { PASS: '530 no' } }
    const options = { retry: atOnce, onProgress: breaking(1) }
    await expect(ftp.download('big', at.local('big'), options)).rejects.toThrow(AuthError)
    expect(at.server.sessions).toHaveLength(2)
    expect(await names()).toEqual([])
  })

  test('the caller may know better what is worth a try', async () => {
    const ftp = await at.start({ files: { big }, faults: { replies: { RETR: '550 come back later' } } })
    let asked = 0
    const when = (error: unknown): boolean => error instanceof ReplyError && ++asked < 3
    await expect(fetch(ftp, { retry: { ...atOnce, when } })).rejects.toMatchObject({ code: '550' })
    expect(at.said('RETR')).toHaveLength(3)
  })
})

describe('the data breaks at every octet', () => {
  const text = 'twenty octets of text'
  const places = Array.from({ length: text.length }, (_, octets) => octets)

  test.each(places.slice(1))('behind %i of them each time: down, and up', async (cutDataAt) => {
    const ftp = await at.start({ files: { text }, faults: { cutDataAt } }, { retry: atOnce })
    expect(await ftp.download('text', at.local('text'))).toBe(text.length)
    expect(await readFile(at.local('text'), 'utf8')).toBe(text)
    await ftp.upload(at.local('text'), 'copy')
    expect(at.content('/copy')).toBe(text)
    expect([...at.server.files.root.children.keys()]).toEqual(['text', 'copy'])
    expect(await names()).toEqual(['text'])
  })

  test.each(places)('behind %i of them the first time: another client goes on', async (cutDataAt) => {
    const first = await at.start({ files: { text: { content: text, modified } }, faults: { cutDataAt } })
    await expect(first.download('text', at.local('text'), { resume: true })).rejects.toThrow(ReplyError)
    const ftp = await at.start({ files: { text: { content: text, modified } } })
    expect(await ftp.download('text', at.local('text'), { resume: true })).toBe(text.length - cutDataAt)
    expect(await readFile(at.local('text'), 'utf8')).toBe(text)
    expect(await names()).toEqual(['text'])
  })
})

/** what is said on a connection until a file is there: greeting, USER, PASS, FEAT, OPTS, CWD, MLST, TYPE, EPSV, REST, RETR (two) */
const steps = Array.from({ length: 14 }, (_, step) => step)

describe('the first connection breaks at every step', () => {
  test.each(steps.filter((step) => step > 4))('reply %i', async (closeAt) => {
    for (const closeWhen of ['before', 'middle', 'after'] as const) {
      const ftp = await at.start({ files, faults: { connections: 1, closeAt, closeWhen } }, { retry: atOnce })
      await ftp.cwd('sub').catch(() => {})
      expect(await ftp.download('/sub/big', at.local('big'))).toBe(big.length)
      expect(await whole()).toBe(true)
    }
  })
})

describe('the second connection breaks at every step, too', () => {
  test.each(steps.filter((step) => step < 12))('reply %i', async (closeAt) => {
    const ftp = await at.start({ files })
    await ftp.cwd('sub')
    const lose = breaking(400_000)
    const onProgress = (octets: number): void => {
      if (at.server.sessions.length === 1 && octets >= 400_000) {
        at.server.faults = { connections: 2, closeAt, closeWhen: 'before' }
      }
      lose(octets)
    }
    expect(await ftp.download('big', at.local('big'), { retry: atOnce, onProgress })).toBe(big.length)
    expect(await whole()).toBe(true)
    await wake(ftp)
    expect(await ftp.pwd()).toBe('/sub')
    expect(await names()).toEqual(['big'])
  })
})

describe('leaving', () => {
  test('an abort ends a pause, and another connection', async () => {
    const ftp = await at.start({ files: { big }, faults: { cutDataAt: 0 } })
    const leaving = new AbortController()
    const backoff = (): number => {
      queueMicrotask(() => leaving.abort(new Error('enough')))
      return 60_000
    }
    await expect(fetch(ftp, { retry: { backoff }, signal: leaving.signal })).rejects.toThrow('enough')
    expect(await names()).toEqual([])
    const other = await at.start({ files: { big } })
    const late = new AbortController()
    at.server.faults = { stallAt: 0 }
    const lose = breaking(1)
    const onProgress = (octets: number): void => {
      lose(octets)
      setTimeout(() => late.abort(new Error('at last')), 50)
    }
    const options = { retry: atOnce, onProgress, signal: late.signal }
    await expect(other.download('big', at.local('big'), options)).rejects.toThrow('at last')
    expect(await names()).toEqual([])
  })

  test.each(['close', 'quit'] as const)('%s() ends it: nobody comes back', async (how) => {
    const ftp = await at.start({ files: { big } })
    at.server.faults = { stallAt: 0 }
    const lose = breaking(1)
    const onProgress = (octets: number): void => {
      lose(octets)
      setTimeout(() => Promise.resolve(ftp[how]()).catch(() => {}), 50)
    }
    const left = ftp.download('big', at.local('big'), { retry: atOnce, onProgress })
    await expect(left).rejects.toMatchObject({ code: 'ERR_ABORTED' })
    expect(ftp.closed).toBe(true)
    expect(await names()).toEqual([])
  })

  test('close() while octets come ends it too', async () => {
    const ftp = await at.start({ files: { big } }, { retry: atOnce })
    await expect(ftp.download('big', at.local('big'), { onProgress: () => ftp.close() })).rejects.toThrow(
      ConnectionError,
    )
    expect(at.server.sessions).toHaveLength(1)
  })
})

test('two downloads that lose the same connection share the next one', async () => {
  const ftp = await at.start({ files: { big } })
  const options = { retry: atOnce, onProgress: breaking(1) }
  await Promise.all([
    ftp.download('big', at.local('big'), options),
    ftp.download('big', at.local('second'), options),
    ftp.download('big', at.local('third'), options),
  ])
  expect(at.server.sessions).toHaveLength(2)
  expect((await readFile(at.local('third'))).equals(big)).toBe(true)
})

test('where an aborted CWD has led is asked for, as long as there is somebody to ask', async () => {
  const ftp = await at.start({ files }, { retry: atOnce })
  const leaving = new AbortController()
  const moving = ftp.cwd('sub', { signal: leaving.signal })
  await Promise.resolve()
  leaving.abort(new Error('left'))
  await expect(moving).rejects.toThrow('left')
  expect(await ftp.download('big', at.local('big'), { onProgress: breaking(1) })).toBe(big.length)
  await wake(ftp)
  expect(await ftp.pwd()).toBe('/sub')
})

test('a way that is too long is not gone again', async () => {
  const ftp = await at.start({ files: { a: 'x' } }, { retry: { attempts: 1, ...atOnce } })
  for (let step = 0; step < 65; step++) await ftp.cwd('.')
  at.server.sessions[0]?.destroy()
  await expect(ftp.noop()).rejects.toThrow(ConnectionError)
  await expect(ftp.download('a', at.local('a'))).rejects.toMatchObject({ code: 'ERR_DIRECTORY' })
})
