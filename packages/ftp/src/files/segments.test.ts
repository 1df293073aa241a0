import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { ConnectionError, type ReplyError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { atOnce, stage } from '../../test/stage.ts'

const at = stage()
const big = randomBytes(1_000_003)
const modified = new Date('2020-02-29T12:34:00Z')
const files = { 'sub/big': { content: big, modified } }

const names = (): Promise<string[]> => readdir(at.local())
const whole = async (): Promise<boolean> => (await readFile(at.local('big'))).equals(big)

describe('a file in segments', () => {
  test.each(['none', 'starttls'] as const)('each comes over a connection of its own; tls: %s', async (tls) => {
    const ftp = await at.start({ files, tls })
    await ftp.cwd('sub')
    const seen: number[] = []
    const onProgress = (octets: number, total: number | undefined): void => void seen.push(octets, total ?? -1)
    expect(await ftp.download('big', at.local('big'), { segments: 4, onProgress, preserveTime: true })).toBe(big.length)
    expect(await whole()).toBe(true)
    expect(await names()).toEqual(['big'])
    expect(at.server.sessions).toHaveLength(4)
    expect(new Set(at.said('REST')).size).toBe(3)
    expect(seen.at(-1)).toBe(big.length)
    expect(seen.at(-2)).toBe(big.length)
    expect(await ftp.pwd()).toBe('/sub')
  })

  test('a small file is not worth it, nor one whose size is not known', async () => {
    const ftp = await at.start({ files: { small: 'x'.repeat(100_000) }, without: ['SIZE', 'MLST'] })
    expect(await ftp.download('small', at.local('small'), { segments: 4 })).toBe(100_000)
    expect(at.server.sessions).toHaveLength(1)
    const other = await at.start({ files: { small: 'x'.repeat(100_000) } })
    expect(await other.download('small', at.local('small'), { segments: 4 })).toBe(100_000)
    expect(at.server.sessions).toHaveLength(1)
  })

  test('a server that allows no further connection gives it over the one that there is', async () => {
    const ftp = await at.start({ files })
    at.server.faults = { replies: { PASS: '421 too many connections' } }
    expect(await ftp.download('sub/big', at.local('big'), { segments: 4 })).toBe(big.length)
    expect(await whole()).toBe(true)
    expect(at.server.sessions).toHaveLength(4)
    expect(await ftp.pwd()).toBe('/')
  })

  test('a server without REST gives it whole', async () => {
    const ftp = await at.start({ files, without: ['REST'] })
    expect(await ftp.download('sub/big', at.local('big'), { segments: 3 })).toBeGreaterThanOrEqual(big.length)
    expect(await whole()).toBe(true)
    expect(await ftp.pwd()).toBe('/')
  })

  test('a segment whose connection breaks is gone on with alone', async () => {
    const ftp = await at.start({ files })
    let broken = false
    const onProgress = (): void => {
      if (broken || at.server.sessions.length < 4) return
      broken = true
      at.server.sessions[2]?.destroy()
    }
    const options = { segments: 4, onProgress, retry: atOnce }
    expect(await ftp.download('sub/big', at.local('big'), options)).toBe(big.length)
    expect(broken).toBe(true)
    expect(await whole()).toBe(true)
  })

  test('what a connection that has gone leaves undone, another one takes', async () => {
    const ftp = await at.start({ files })
    const lose = (): { onProgress: () => void } => ({ onProgress: () => at.server.sessions[0]?.destroy() })
    const options = { segments: 4, retry: atOnce, ...lose() }
    expect(await ftp.download('sub/big', at.local('big'), options)).toBe(big.length)
    expect(await whole()).toBe(true)
    expect(await ftp.pwd()).toBe('/')
    // nobody would be there to ask whether the file has changed meanwhile
    const impatient = await at.start({ files })
    const lost = impatient.download('sub/big', at.local('lost'), { segments: 4, ...lose() })
    await expect(lost).rejects.toThrow(ConnectionError)
    expect(await names()).toEqual(['big'])
  })

  test('when all of them go it ends, and nothing is left; with resume, what has come is gone on with', async () => {
    const first = await at.start({ files })
    const onProgress = (octets: number): void => {
      if (octets > 500_000) for (const session of at.server.sessions) session.destroy()
    }
    const lost = { segments: 3, onProgress, retry: false } as const
    await expect(first.download('sub/big', at.local('big'), lost)).rejects.toThrow(ConnectionError)
    expect(await names()).toEqual([])
    const second = await at.start({ files })
    await expect(second.download('sub/big', at.local('big'), { ...lost, resume: true })).rejects.toThrow()
    expect((await names()).sort()).toEqual(['big.part', 'big.part.json'])
    const record = JSON.parse(await readFile(at.local('big.part.json'), 'utf8'))
    const there = record.there.reduce((sum: number, [from, to]: [number, number]) => sum + to - from, 0)
    expect(there).toBeGreaterThan(500_000)
    const third = await at.start({ files })
    expect(await third.download('sub/big', at.local('big'), { segments: 2, resume: true })).toBe(big.length - there)
    expect(await whole()).toBe(true)
    expect(await names()).toEqual(['big'])
  })

  test('what no connection mends ends all of them', async () => {
    const ftp = await at.start({ files })
    at.server.faults = { replies: { RETR: '550 not for you' } }
    const refused = ftp.download('sub/big', at.local('big'), { segments: 4 })
    await expect(refused).rejects.toMatchObject({ code: '550' } satisfies Partial<ReplyError>)
    expect(await names()).toEqual([])
    expect(await ftp.pwd()).toBe('/')
  })

  test('an abort ends all of them', async () => {
    const ftp = await at.start({ files })
    const leaving = new AbortController()
    const options = { segments: 4, signal: leaving.signal, onProgress: () => leaving.abort(new Error('enough')) }
    await expect(ftp.download('sub/big', at.local('big'), options)).rejects.toThrow('enough')
    expect(await names()).toEqual([])
    expect(await ftp.pwd()).toBe('/')
  })

  test('segments of two versions make no file', async () => {
    const ftp = await at.start({ files })
    const change = { ...files['sub/big'], modified: new Date('2021-01-01T00:00:00Z') }
    const onProgress = (octets: number): void => {
      if (octets === big.length) at.server.files.file('/sub/big')!.modified = change.modified
    }
    const mixed = ftp.download('sub/big', at.local('big'), { segments: 2, onProgress, resume: true })
    await expect(mixed).rejects.toMatchObject({ code: 'ERR_VERIFY' })
    expect(await names()).toEqual([])
  })
})
