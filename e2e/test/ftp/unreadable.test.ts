import { chmodSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { connect, folder, type Server } from './room.ts'

/** A directory that may be entered and not listed: it looks empty on one server, and like itself on another. */
function suite(server: Server): void {
  const local = folder()

  test('a directory that may not be read: mirror() deletes nothing of it, rmdir() nothing in it', async () => {
    await using ftp = await connect(server, 'none')
    await ftp.mkdir('/shut/d', { recursive: true })
    await ftp.put('x', '/shut/d/kept')
    await ftp.put('y', '/shut/y')
    await mkdir(local('d'))
    await writeFile(local('d', 'precious'), 'p')
    const place = join(server.home('alice'), 'shut', 'd')
    chmodSync(place, 0o311)
    try {
      const report = await ftp.mirror({ from: { remote: '/shut' }, to: local(), delete: true })
      expect(report.failed).toMatchObject([{ action: 'list', path: 'd' }])
      expect(await readdir(local('d'))).toEqual(['precious'])
      await expect(ftp.list('/shut/d')).rejects.toThrow()
      await expect(ftp.rmdir('/shut', { recursive: true })).rejects.toThrow()
    } finally {
      chmodSync(place, 0o755)
    }
    expect(await readdir(place)).toEqual(['kept'])
    await ftp.rmdir('/shut', { recursive: true })
  })
}

describeServer('vsftpd', 'and what may not be read', suite)
describeServer('proftpd', 'and what may not be read', suite)
describeServer('pureftpd', 'and what may not be read', suite)
