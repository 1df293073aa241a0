import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FtpClient, utime } from '@linewire/ftp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CuttingProxy } from '../../src/cutting-proxy.ts'
import { describeServer } from '../../src/describe-server.ts'
import { connect, folder, type Security, type Server, seeded, traits } from './room.ts'

const big = randomBytes(8_000_000)
const modified = new Date('2020-02-29T12:34:56Z')
const local = folder()

async function made(path: string): Promise<string> {
  await mkdir(path, { recursive: true })
  return path
}

/** Ten places in a file, in order, as the distances between them. */
function cuts(seed: number): number[] {
  const random = seeded(seed)
  const places = Array.from({ length: 10 }, () => 20_000 + Math.floor(random() * (big.length - 200_000)))
  return places.sort((a, b) => a - b).map((place, index) => Math.max(place - (places[index - 1] ?? 0), 20_000))
}

function files(server: Server, tls: Security): void {
  let ftp: FtpClient
  const here = `files-${tls}`
  const there = (...parts: string[]): string => join(server.home('alice'), here, ...parts)
  beforeAll(async () => {
    ftp = await connect(server, tls)
    await ftp.mkdir(here)
    await ftp.cwd(here)
    await ftp.put(big, 'big')
    await ftp.setModified('big', modified)
    await writeFile(local('big'), big)
    await utimes(local('big'), modified, modified)
  })
  afterAll(() => ftp.quit())

  test('a file down: whole, with its time, over one connection or several, and nothing beside it', async () => {
    for (const segments of [1, 3]) {
      const to = local(`down-${tls}-${segments}`)
      expect(await ftp.download('big', to, { segments, preserveTime: true, verify: 'size' })).toBe(big.length)
      expect((await readFile(to)).equals(big)).toBe(true)
      expect((await stat(to)).mtime).toEqual(modified)
    }
    expect((await readdir(local())).filter((name) => name.includes('part'))).toEqual([])
    expect(await ftp.pwd()).toBe(`/${here}`)
  })

  test('a file up: whole, with its time, in place of what was there, and nothing beside it', async () => {
    await ftp.put('before', 'up')
    expect(await ftp.upload(local('big'), 'up', { preserveTime: true, verify: 'size' })).toBe(big.length)
    expect((await readFile(there('up'))).equals(big)).toBe(true)
    expect((await stat(there('up'))).mtime).toEqual(modified)
    expect(await ftp.upload(local('big'), 'straight', { atomic: false })).toBe(big.length)
    await expect(ftp.upload(local('big'), 'no/such/place')).rejects.toMatchObject({
      code: expect.stringMatching(/^55/),
    })
    expect((await readdir(there())).sort()).toEqual(['big', 'straight', 'up'])
  })

  test('an abort leaves nothing on either side', async () => {
    const leaving = new AbortController()
    const options = { signal: leaving.signal, onProgress: () => leaving.abort(new Error('enough')) }
    await expect(ftp.upload(local('big'), 'aborted', options)).rejects.toThrow('enough')
    await ftp.noop()
    expect((await readdir(there())).filter((name) => name.includes('aborted'))).toEqual([])
    const other = new AbortController()
    const more = { signal: other.signal, onProgress: () => other.abort(new Error('more')) }
    await expect(ftp.download('big', local('aborted'), more)).rejects.toThrow('more')
    expect((await readdir(local())).filter((name) => /aborted|part/.test(name))).toEqual([])
    expect(await ftp.pwd()).toBe(`/${here}`)
  })

  test('a device is written directly, a rate is kept to', async () => {
    expect(await ftp.download('big', '/dev/null', { preserveTime: true })).toBe(big.length)
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
    expect(await ftp.download('big', '/dev/null', { rate: 50_000_000 })).toBe(big.length)
    expect(await ftp.upload('/dev/null', 'nothing')).toBe(0)
    await ftp.delete('nothing')
  })

  describe('killed at ten random points', () => {
    const all = `/${here}`

    test('a download that retries goes on to the end', async () => {
      await using proxy = await CuttingProxy.start()
      await using client = await connect(server, tls, { proxy: proxy.url, retry: { backoff: () => 10 } })
      await client.cwd(here)
      proxy.cutAfter(...cuts(1))
      await client.download('big', local(`retried-${tls}`), { preserveTime: true })
      expect(proxy.cuts).toBe(10)
      expect((await readFile(local(`retried-${tls}`))).equals(big)).toBe(true)
      expect(await client.pwd()).toBe(all)
    })

    test('a download that is begun again each time goes on where it stopped', async () => {
      await using proxy = await CuttingProxy.start()
      proxy.cutAfter(...cuts(2))
      const to = local(`resumed-${tls}`)
      await rm(to, { force: true })
      let came = 0
      for (let done = false; !done; ) {
        const client = await connect(server, tls, { proxy: proxy.url }).catch(() => undefined)
        const octets = await client?.download(`${all}/big`, to, { resume: true }).catch(() => undefined)
        client?.close()
        done = octets !== undefined
        came = octets ?? 0
      }
      expect(proxy.cuts).toBe(10)
      expect(came).toBeLessThan(big.length)
      expect((await readFile(to)).equals(big)).toBe(true)
      expect((await readdir(local())).filter((name) => name.includes('part'))).toEqual([])
    })

    test('an upload that retries goes on to the end', async () => {
      await using proxy = await CuttingProxy.start()
      await using client = await connect(server, tls, { proxy: proxy.url, retry: { backoff: () => 10 } })
      await client.cwd(here)
      proxy.cutAfter(...cuts(3))
      await client.upload(local('big'), 'retried', { preserveTime: true })
      expect(proxy.cuts).toBe(10)
      expect((await readFile(there('retried'))).equals(big)).toBe(true)
      expect((await readdir(there())).filter((name) => name.includes('part'))).toEqual([])
      expect(await client.pwd()).toBe(all)
    })

    test('an upload that is begun again each time goes on where it stopped', async () => {
      await using proxy = await CuttingProxy.start()
      proxy.cutAfter(...cuts(4))
      let went = 0
      for (let done = false; !done; ) {
        const client = await connect(server, tls, { proxy: proxy.url }).catch(() => undefined)
        const octets = await client?.upload(local('big'), `${all}/resumed`, { resume: true }).catch(() => undefined)
        client?.close()
        done = octets !== undefined
        went = octets ?? 0
      }
      expect(proxy.cuts).toBe(10)
      expect(went).toBeLessThan(big.length)
      expect((await readFile(there('resumed'))).equals(big)).toBe(true)
      expect((await readdir(there())).filter((name) => name.includes('part'))).toEqual([])
    })
  })
}

for (const name of ['vsftpd', 'proftpd', 'pureftpd'] as const) {
  describeServer(name, 'and the files of FtpClient', (server) => {
    describe.each(traits[name].ways)('tls: %s', (tls) => files(server, tls))
  })
}

describeServer('vsftpd', 'and hashes', (server) => {
  test('it knows none: that is said, and nothing is left', async () => {
    await using ftp = await connect(server, 'none')
    await ftp.put('hello', 'hashed')
    const asked = ftp.download('hashed', local('unhashed'), { verify: 'hash' })
    await expect(asked).rejects.toMatchObject({ code: '504' })
    expect((await readdir(local())).filter((name) => /unhashed|part/.test(name))).toEqual([])
  })
})

describeServer('proftpd', 'and hashes', (server) => {
  test('files are verified by them, down and up', async () => {
    await using ftp = await connect(server, 'starttls')
    await ftp.put(big, 'hashed')
    expect(await ftp.download('hashed', local('hashed'), { verify: 'hash', segments: 2 })).toBe(big.length)
    expect(await ftp.upload(local('hashed'), 'hashed again', { verify: 'hash' })).toBe(big.length)
    expect((await readFile(join(server.home('alice'), 'hashed again'))).equals(big)).toBe(true)
  })

  test('trees are compared by them: what has the same octets stays, whatever its time is', async () => {
    await using ftp = await connect(server, 'none')
    for (const name of ['same', 'other']) await writeFile(join(await made(local('tree')), name), name)
    await ftp.mkdir('tree')
    await ftp.put('same', 'tree/same')
    await ftp.put('OTHER', 'tree/other')
    await ftp.setModified('tree/same', modified)
    const report = await ftp.mirror({ from: local('tree'), to: { remote: 'tree' }, compare: 'hash' })
    expect(report.failed).toEqual([])
    expect(report.done).toMatchObject([{ action: 'upload', path: 'other' }])
    expect(report.skipped).toEqual([{ path: 'same', reason: 'unchanged' }])
  })
})

describeServer('proftpd', 'and SITE UTIME', (server) => {
  test('a time is set by it, in UTC, whatever the name is', async () => {
    await using ftp = await connect(server, 'none')
    expect(ftp.features.has('SITE', 'UTIME')).toBe(true)
    await ftp.put('x', 'a name with blanks')
    await ftp.run(utime('a name with blanks', modified))
    expect(await ftp.modified('a name with blanks')).toEqual(modified)
  })
})
