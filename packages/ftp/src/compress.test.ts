import { afterEach, describe, expect, test } from 'vitest'
import { type FtpServer, ftpServer } from '../../../servers/src/index.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

let to: FtpServer
const big = Buffer.from(Array.from({ length: 200_000 }, (_, n) => `line ${n}\n`).join(''))

async function start(
  options: Partial<FtpOptions> = {},
  server: Parameters<typeof ftpServer>[0] = {},
): Promise<FtpClient> {
  to = await ftpServer({ features: ['MODE Z'], files: { a: 'hello', big, empty: '' }, ...server })
  const ftp = await FtpClient.connect(`ftp://alice:wonderland@localhost:${to.port}`, {
    tls: to.tls,
    tlsOptions: { ca: to.ca },
    timeout: 5000,
    ...options,
  })
  open.push(to, ftp)
  return ftp
}

const octets = async (ftp: FtpClient, path: string): Promise<Buffer> => Buffer.from(await (await ftp.get(path)).bytes())
const modes = (): string[] => to.transcript.filter((line) => line.startsWith('C: MODE'))

describe.each(['none', 'starttls'] as const)('MODE Z, tls: %s', (tls) => {
  test('files of any size go both ways, and listings come', async () => {
    const ftp = await start({ compress: true }, { tls })
    for (const content of [big, Buffer.from('x'), Buffer.alloc(0)]) {
      await ftp.put(content, 'up', { compress: true })
      expect(to.files.file('/up')?.content.equals(content)).toBe(true)
      expect((await octets(ftp, 'up')).equals(content)).toBe(true)
    }
    expect((await ftp.list()).map((entry) => entry.name)).toEqual(['a', 'big', 'empty', 'up'])
    expect(modes()).toEqual(['C: MODE Z'])
  })

  test('nothing goes up so unless asked for by itself: ProFTPD 1.3.8 loses octets', async () => {
    const ftp = await start({ compress: true }, { tls })
    await ftp.put(big, 'up')
    await ftp.append('x', 'up')
    await ftp.putUnique('x')
    expect(to.files.file('/up')?.content.length).toBe(big.length + 1)
    expect(modes()).toEqual([])
  })

  test('a slow reader is waited for', async () => {
    const ftp = await start({ compress: true }, { tls })
    const body = await ftp.get('big')
    let got = 0
    for await (const piece of body) {
      got += piece.length
      if (got < 200_000) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(got).toBe(big.length)
  })
})

test('one transfer, and one not: the mode is said when it changes', async () => {
  const ftp = await start()
  const compressed = await ftp.get('big', { compress: true })
  expect((await compressed.bytes()).length).toBe(big.length)
  await ftp.put(big, 'up', { compress: true })
  await ftp.append('more', 'up', { compress: false })
  expect(to.files.file('/up')?.content.length).toBe(big.length + 4)
  expect(modes()).toEqual(['C: MODE Z', 'C: MODE S'])
})

test('a server without it is not asked, unless by name: then its refusal is told', async () => {
  const ftp = await start({ compress: true }, { features: [] })
  expect(String(await octets(ftp, 'a'))).toBe('hello')
  expect(modes()).toEqual([])
  await expect(ftp.get('a', { compress: true })).rejects.toThrow('MODE Z: 504')
  expect(String(await octets(ftp, 'a'))).toBe('hello')
  expect(modes()).toEqual(['C: MODE Z', 'C: MODE S'])
})

test('a file that goes on from an offset', async () => {
  const ftp = await start({ compress: true })
  expect(await (await ftp.get('a', { offset: 2 })).text()).toBe('llo')
  await ftp.put('LLO', 'a', { offset: 2 })
  expect(to.files.file('/a')?.content.toString()).toBe('heLLO')
})

test('what is cut off is no success, whatever the server says of it', async () => {
  const ftp = await start({ compress: true }, { faults: { cutDataAt: 10_000, replies: { 'RETR#2': '226 done' } } })
  await expect(octets(ftp, 'big')).rejects.toMatchObject({
    name: 'TransferError',
    message: expect.stringMatching(/corrupt/),
  })
  expect(await ftp.pwd()).toBe('/')
})

test('octets that are no zlib stream fail the transfer alone', async () => {
  // it says that it deflates, and does not
  const ftp = await start({}, { features: [], faults: { replies: { MODE: '200 Mode set to Z.' } } })
  const got = ftp.get('a', { compress: true }).then((body) => body.bytes())
  await expect(got).rejects.toMatchObject({ name: 'TransferError', message: expect.stringMatching(/corrupt/) })
  expect(await ftp.pwd()).toBe('/')
})

test('a transfer that is left, and one that is aborted', async () => {
  const ftp = await start({ compress: true })
  for await (const _ of await ftp.get('big')) break
  expect(await ftp.pwd()).toBe('/')
  const controller = new AbortController()
  const endless = (async function* () {
    for (;;) {
      yield Buffer.alloc(65_536)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  })()
  const onProgress = (sent: number): void => {
    if (sent > 500_000) controller.abort(new Error('too much'))
  }
  const options = { signal: controller.signal, onProgress, compress: true }
  await expect(ftp.put(endless, 'endless', options)).rejects.toThrow('too much')
  expect(await ftp.pwd()).toBe('/')
})
