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
