import { ProtocolError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { stage } from '../test/stage.ts'
import type { FtpClient } from './client.ts'

const at = stage()

test('rmdir of all that is within: a line that could not be read is no name, and the refusal has it', async () => {
  const files = { 'dir/a': 'a', 'dir/sub/b': 'b' }
  // the half of the broken line that looks like a file
  const ftp = await at.start({ files, without: ['MLST'], faults: { replies: { 'DELE dir/x': '250 gone' } } })
  const { children } = at.server.files.directory('/dir')!
  children.set('x\r\nwhat is this?', at.server.files.file('/dir/a')!)
  await expect(ftp.rmdir('dir', { recursive: true })).rejects.toMatchObject({
    code: '550',
    command: 'RMD dir',
    message: expect.stringMatching(/not empty.*"what is this\?", of which no name is known/i),
  })
  expect(at.said('DELE').sort()).toEqual(['C: DELE dir/a', 'C: DELE dir/sub/b', 'C: DELE dir/x'])
  expect([...children.keys()]).toEqual(['x\r\nwhat is this?'])
})

describe.each([{}, { without: ['MLST'] }])('a server that shows four entries alone and says so, %j', (server) => {
  const files = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'sub/g'].map((path) => [`dir/${path}`, path]))
  const shown = 'without' in server ? ['a', 'b', 'c', 'd'] : ['a', 'b']
  const cut = { name: 'TransferError', code: 'ERR_PARTIAL', message: expect.stringMatching(/left entries out.*to 4 m/) }

  test('a listing is what came and then an error, and no array', async () => {
    const ftp = await at.start({ files, maxEntries: 4, ...server })
    await expect(ftp.list('dir')).rejects.toMatchObject(cut)
    await expect(ftp.list('dir', { raw: true })).rejects.toMatchObject(cut)
    await expect(ftp.nlst('dir')).rejects.toMatchObject(cut)
    const seen: string[] = []
    const going = async (): Promise<void> => {
      for await (const { name } of ftp.list('dir')) seen.push(name)
    }
    await expect(going()).rejects.toMatchObject(cut)
    expect(seen).toEqual(shown)
    expect((await ftp.list('dir/sub')).map(({ name }) => name)).toEqual(['g'])
  })

  test('walk has what came and then the error', async () => {
    const ftp = await at.start({ files, maxEntries: 4, ...server })
    const seen: string[] = []
    const walking = async (): Promise<void> => {
      for await (const { path } of ftp.walk('dir')) seen.push(path)
    }
    await expect(walking()).rejects.toMatchObject(cut)
    expect(seen).toEqual(shown.map((name) => `dir/${name}`))
  })

  test('rmdir of all that is within goes on until there is nothing left', async () => {
    const ftp = await at.start({ files, maxEntries: 4, ...server })
    await ftp.rmdir('dir', { recursive: true })
    expect(at.server.files.find('/dir')).toBeUndefined()
  })

  test('and ends where nothing goes', async () => {
    const ftp = await at.start({ files, maxEntries: 4, ...server, faults: { replies: { DELE: '550 not for you' } } })
    await expect(ftp.rmdir('dir', { recursive: true })).rejects.toMatchObject({ code: '550' })
  })

  test('stat has one that came, and does not say that another one is missing', async () => {
    const ftp = await at.start({ files, maxEntries: 4, ...server })
    expect(await ftp.stat('dir/a')).toMatchObject({ name: 'a' })
    if ('without' in server) await expect(ftp.stat('dir/f')).rejects.toMatchObject(cut)
    else expect(await ftp.stat('dir/f')).toMatchObject({ name: 'f' })
  })
})

describe('directories without end', () => {
  async function endless(): Promise<FtpClient> {
    const ftp = await at.start({ files: { 'dir/a': 'a' } })
    const directory = at.server.files.directory('/dir')!
    directory.children.set('again', directory)
    return ftp
  }

  test('walk ends', async () => {
    const ftp = await endless()
    let seen = 0
    const walking = (async () => {
      for await (const _ of ftp.walk('dir')) seen++
    })()
    await expect(walking).rejects.toThrow(ProtocolError)
    expect(seen).toBe(402)
    expect(await ftp.pwd()).toBe('/')
  })

  test('rmdir of all that is within ends, and nothing is deleted', async () => {
    const ftp = await endless()
    await expect(ftp.rmdir('dir', { recursive: true })).rejects.toThrow(/more than 200 directories/)
    expect(at.content('/dir/a')).toBe('a')
  })
})
