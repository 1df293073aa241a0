import { randomBytes } from 'node:crypto'
import { utimesSync, writeFileSync } from 'node:fs'
import { readdir, readFile, stat, symlink, utimes } from 'node:fs/promises'
import { ArgumentError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { atOnce, stage } from '../../test/stage.ts'

/** Servers and files that are not what they were taken for. */
const at = stage()
const modified = new Date('2020-02-29T12:34:00Z')
const local = (name: string): Promise<string> => readFile(at.local(name), 'utf8')

describe('a server that says 350 to REST and sends all of it', () => {
  const server = { without: ['REST'], faults: { replies: { REST: '350 ok' } } }

  test('a part is no beginning of that', async () => {
    const files = { a: { content: 'hello', modified } }
    const cut = await at.start({ ...server, files, faults: { ...server.faults, cutDataAt: 3 } })
    await expect(cut.download('a', at.local('a'), { resume: true })).rejects.toMatchObject({ code: '426' })
    expect(await readdir(at.local())).toEqual(['a.part', 'a.part.json'])
    const ftp = await at.start({ ...server, files })
    const going = ftp.download('a', at.local('a'), { resume: true })
    await expect(going).rejects.toMatchObject({ code: 'ERR_VERIFY', message: expect.stringMatching(/takes no offset/) })
    expect(await readdir(at.local())).toEqual([])
    await ftp.download('a', at.local('a'), { resume: true })
    expect(await local('a')).toBe('hello')
  })

  test('nor are segments parts of it', async () => {
    const ftp = await at.start({ ...server, files: { big: randomBytes(400_000) } })
    await expect(ftp.download('big', at.local('big'), { segments: 2 })).rejects.toMatchObject({ code: 'ERR_VERIFY' })
    expect(await readdir(at.local())).toEqual([])
  })
})

describe('a whole file that is there already, with resume', () => {
  test('down: is verified, and has the time of the other', async () => {
    const ftp = await at.start({ files: { a: { content: 'hello', modified } }, features: [] })
    await at.write('a', 'hello')
    expect(await ftp.download('a', at.local('a'), { resume: true, verify: 'size', preserveTime: true })).toBe(0)
    expect((await stat(at.local('a'))).mtime).toEqual(modified)
    await at.write('a', 'HELLO')
    const hash = { 'XMD5 a': '250 5D41402ABC4B2A76B9719D911017C592' }
    const knowing = await at.start({
      files: { a: { content: 'hello', modified } },
      features: ['XMD5'],
      faults: { replies: hash },
    })
    expect(await knowing.download('a', at.local('a'), { resume: true, verify: 'hash' })).toBe(5)
    expect(await local('a')).toBe('hello')
    expect(await knowing.download('a', at.local('a'), { resume: true, verify: 'hash' })).toBe(0)
  })

  test('up: is verified, and has the time of the other', async () => {
    const path = await at.write('a', 'hello')
    await utimes(path, modified, modified)
    const ftp = await at.start({ files: { a: 'hello' } })
    expect(await ftp.upload(path, 'a', { resume: true, verify: 'size', preserveTime: true })).toBe(0)
    expect(at.server.files.file('/a')?.modified).toEqual(modified)
    const replies = { 'XMD5 a': '250 00000000000000000000000000000000' }
    const knowing = await at.start({ files: { a: 'HELLO' }, features: ['XMD5'], faults: { replies } })
    // what is beside it has no reply of its own: it is another file's hash that counts
    await expect(knowing.upload(path, 'a', { resume: true, verify: 'hash' })).rejects.toThrow()
    expect(knowing.closed).toBe(false)
    expect(at.said('STOR')).toHaveLength(1)
  })
})

describe('a shorter file of the name, where the server tells no times', () => {
  const without = ['MLST', 'MDTM']

  test('is no part of a download', async () => {
    const ftp = await at.start({ files: { a: 'hello' }, without })
    await at.write('a', 'abc')
    await ftp.download('a', at.local('a'), { resume: true })
    expect(await local('a')).toBe('hello')
  })

  test('is no part of an upload', async () => {
    const ftp = await at.start({ files: { a: 'abc' }, without })
    await ftp.upload(await at.write('a', 'hello'), 'a', { resume: true })
    expect(at.content('/a')).toBe('hello')
  })
})

test('a local file that changes between two tries of its upload goes up anew', async () => {
  const ftp = await at.start({ faults: { cutDataAt: 3, connections: 1 } })
  const path = await at.write('a', 'hello')
  let changed = false
  const onProgress = (): void => {
    if (changed) return
    changed = true
    writeFileSync(path, 'WORLD')
    utimesSync(path, modified, modified)
    for (const { faults } of at.server.sessions) Object.assign(faults, { cutDataAt: undefined })
  }
  await ftp.upload(path, 'a', { onProgress, retry: { ...atOnce, when: () => true } })
  expect(at.content('/a')).toBe('WORLD')
})

test('a file that has changed since it was listed is not gone on with', async () => {
  const faults = { cutDataAt: 3, connections: 1 }
  const ftp = await at.start({ files: { a: { content: 'hello', modified } }, faults })
  let changed = false
  const onProgress = (): void => {
    if (!changed) at.server.files.write('/a', Buffer.from('WORLD'), 'alice')
    changed = true
    at.server.faults = {}
    for (const { faults } of at.server.sessions) Object.assign(faults, { cutDataAt: undefined })
  }
  const entry = { size: 5, modified, precision: 'second' } as const
  await ftp.download('a', at.local('a'), { entry, onProgress, retry: { ...atOnce, when: () => true } })
  expect(await local('a')).toBe('WORLD')
})

test('what has to come again each time is no progress: the tries end', async () => {
  const ftp = await at.start({ files: { a: 'hello' }, without: ['REST'], faults: { cutDataAt: 3 } })
  await expect(ftp.download('a', at.local('a'), { retry: { ...atOnce, attempts: 2 } })).rejects.toMatchObject({
    code: '426',
  })
  expect(at.said('RETR').length).toBeLessThan(10)
  expect(await readdir(at.local())).toEqual([])
})

test.each(['a.part', 'a.part.json'])('a link of the name %s is not written through', async (name) => {
  const ftp = await at.start({ files: { a: { content: 'hello', modified } } })
  const victim = await at.write('victim', 'precious')
  await symlink(victim, at.local(name))
  const going = ftp.download('a', at.local('a'), { resume: true })
  await (name === 'a.part'
    ? expect(going).rejects.toBeInstanceOf(ArgumentError)
    : expect(going).rejects.toThrow('ELOOP'))
  expect(await local('victim')).toBe('precious')
})
