import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { ReplyError, WireError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { stage } from '../../test/stage.ts'
import { digest } from './verify.ts'

const at = stage()
const files = { 'a.txt': 'hello' }
const of = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex')
const features = (...lines: string[]): string =>
  `211-Features:\r\n${lines.map((line) => ` ${line}\r\n`).join('')}211 End`

/** A server that knows hashes, and says that one of them is that of a text. */
const hashing = (text: string) => ({
  FEAT: features('HASH SHA-256*;MD5;', 'MDTM', 'MFMT', 'SIZE', 'REST STREAM', 'UTF8'),
  HASH: `213 SHA-256 0-${text.length - 1} ${of('sha256', text).toUpperCase()} a.txt`,
})

test('the hash of a local file, by the names that servers use', async () => {
  const path = await at.write('a', 'hello')
  expect(await digest(path, 'SHA-256')).toBe(of('sha256', 'hello'))
  expect(await digest(path, 'SHA-1')).toBe(of('sha1', 'hello'))
  expect(await digest(path, 'MD5')).toBe(of('md5', 'hello'))
  expect(await digest(path, 'CRC32')).toBe(crc32('hello').toString(16))
  await expect(digest(path, 'WHIRL-1')).rejects.toThrow(WireError)
  await expect(digest(path, 'WHIRL-1')).rejects.toMatchObject({ code: 'ERR_HASH' })
})

describe('by hash', () => {
  test('a download that is what the server has', async () => {
    const ftp = await at.start({ files, faults: { replies: hashing('hello') } })
    expect(await ftp.download('a.txt', at.local('a'), { verify: 'hash' })).toBe(5)
    expect(at.said('HASH')).toEqual(['C: HASH a.txt'])
  })

  test('a CRC whose zeros the server leaves out', async () => {
    const text = 'zero 27'
    expect(crc32(text).toString(16).length).toBeLessThan(8)
    const replies = { FEAT: features('XCRC', 'SIZE'), XCRC: `250 ${crc32(text).toString(16)}` }
    const ftp = await at.start({ files: { a: text }, faults: { replies } })
    expect(await ftp.download('a', at.local('a'), { verify: 'hash' })).toBe(text.length)
  })

  test('one that is not: nothing is left, not even what could be gone on with', async () => {
    const ftp = await at.start({ files, faults: { replies: hashing('other') } })
    for (const resume of [false, true]) {
      const wrong = ftp.download('a.txt', at.local('a'), { verify: 'hash', resume })
      await expect(wrong).rejects.toMatchObject({ name: 'TransferError', code: 'ERR_VERIFY' })
      expect(await readdir(at.local())).toEqual([])
    }
  })

  test('an upload: what was there before stays when it is not what is here', async () => {
    const local = await at.write('a', 'hello')
    const ftp = await at.start({ files: { 'a.txt': 'before' }, faults: { replies: hashing('hello') } })
    expect(await ftp.upload(local, 'a.txt', { verify: 'hash' })).toBe(5)
    expect(at.content('/a.txt')).toBe('hello')
    const other = await at.start({ files: { 'a.txt': 'before' }, faults: { replies: hashing('other') } })
    await expect(other.upload(local, 'a.txt', { verify: 'hash' })).rejects.toMatchObject({ code: 'ERR_VERIFY' })
    expect(at.content('/a.txt')).toBe('before')
    expect([...at.server.files.root.children.keys()]).toEqual(['a.txt'])
  })

  test('a server that knows none says so, and nothing is left', async () => {
    const ftp = await at.start({ files })
    const asked = ftp.download('a.txt', at.local('a'), { verify: 'hash' })
    await expect(asked).rejects.toThrow(ReplyError)
    await expect(asked).rejects.toMatchObject({ code: '504' })
    expect(await readdir(at.local())).toEqual([])
  })
})

describe('a mirror that compares by hash', () => {
  test('what has the same octets stays, whatever its time is; the other goes over', async () => {
    const ftp = await at.start({ files, faults: { replies: hashing('hello') } })
    await at.write('a.txt', 'hello')
    const options = { from: { remote: '' }, to: at.local(), compare: 'hash', parallel: 1 } as const
    expect(await ftp.mirror(options)).toMatchObject({ done: [], skipped: [{ path: 'a.txt', reason: 'unchanged' }] })
    await at.write('a.txt', 'HELLO')
    expect((await ftp.mirror(options)).done).toMatchObject([{ action: 'download', path: 'a.txt' }])
    // of another size, it is not asked for
    const before = at.said('HASH').length
    await at.write('a.txt', 'HELLO AGAIN')
    expect((await ftp.mirror(options)).done).toHaveLength(1)
    expect(at.said('HASH')).toHaveLength(before)
  })

  test('what cannot be compared is left alone, and told', async () => {
    const ftp = await at.start({ files })
    await at.write('a.txt', 'HELLO')
    const report = await ftp.mirror({ from: { remote: '' }, to: at.local(), compare: 'hash' })
    expect(report).toMatchObject({ done: [], failed: [{ action: 'compare', path: 'a.txt', error: { code: '504' } }] })
  })
})
