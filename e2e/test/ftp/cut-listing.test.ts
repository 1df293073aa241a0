import { readdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { connect, folder, type Server } from './room.ts'

const most = 20

/** A server that shows some entries of a directory alone, as Pure-FTPd does with 10,000 unless it is told otherwise. */
function suite(server: Server): void {
  const local = folder()
  const cut = { code: 'ERR_PARTIAL', message: expect.stringMatching(/Output truncated to 20 matches/) }

  beforeAll(async () => {
    await using ftp = await connect(server, 'none')
    await ftp.mkdir('/many')
    await Promise.all(Array.from({ length: 50 }, (_, n) => ftp.put('x', `/many/${n}`)))
  })
  afterAll(async () => {
    await using ftp = await connect(server, 'none')
    await ftp.rmdir('/many', { recursive: true })
    expect(await ftp.exists('/many')).toBe(false)
  })

  test.each([undefined, 'unix'] as const)('says so, dialect %s', async (dialect) => {
    await using ftp = await connect(server, 'none')
    const options = dialect && { dialect }
    await expect(ftp.list('/many', options)).rejects.toMatchObject(cut)
    await expect(ftp.list('/many', { raw: true })).rejects.toMatchObject(cut)
    await expect(ftp.nlst('/many')).rejects.toMatchObject(cut)
    let seen = 0
    const going = async (): Promise<void> => {
      for await (const _ of ftp.list('/many', options)) seen++
    }
    await expect(going()).rejects.toMatchObject(cut)
    expect(seen).toBeGreaterThan(0)
    expect(seen).toBeLessThanOrEqual(most)
    expect(await ftp.pwd()).toBe('/')
  })

  test('mirror() carries over what it shows, and deletes nothing beside it', async () => {
    await using ftp = await connect(server, 'none')
    await writeFile(local('mine'), 'mine')
    const report = await ftp.mirror({ from: { remote: '/many' }, to: local(), delete: true })
    expect(report.failed).toMatchObject([{ action: 'list', path: '.', error: { code: 'ERR_PARTIAL' } }])
    const names = await readdir(local())
    expect(names).toContain('mine')
    expect(names.length).toBeGreaterThan(10)
  })
}

describeServer('pureftpd', 'that shows twenty entries alone', suite, { maxEntries: most })
