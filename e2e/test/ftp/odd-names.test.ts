import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { connect, type Server } from './room.ts'

/** A name that looks like a size. */
function announcing(server: Server): void {
  beforeAll(async () => {
    await using ftp = await connect(server, 'none')
    await ftp.mkdir('/odd')
  })
  afterAll(async () => {
    await using ftp = await connect(server, 'none')
    await ftp.rmdir('/odd', { recursive: true })
  })

  test.each(['report (500 bytes).txt', 'report (500 bytes)'])('%s announces nothing', async (name) => {
    await using ftp = await connect(server, 'starttls')
    await ftp.put('x', `/odd/${name}`)
    expect(await (await ftp.get(`/odd/${name}`)).text()).toBe('x')
  })
}

/** And those of which servers take a part alone. */
function suite(server: Server): void {
  announcing(server)

  test('a blank at the end belongs to the name', async () => {
    await using ftp = await connect(server, 'none')
    await ftp.cwd('/odd')
    for (const directory of ['d', 'd ']) {
      await ftp.mkdir(directory)
      await ftp.put('x', `${directory}/${directory}in`)
    }
    const names = async (path: string): Promise<(string | undefined)[]> =>
      (await ftp.nlst(path)).map((name) => name.split('/').at(-1))
    expect(await names('d ')).toEqual(['d in'])
    expect(await names('d')).toEqual(['din'])
    for (const name of ['trail', 'trail ']) await ftp.put('x', name)
    await ftp.chmod('trail', 0o644)
    await ftp.chmod('trail ', 0o600)
    const mode = async (name: string): Promise<number> =>
      (await stat(join(server.home('alice'), 'odd', name))).mode & 0o777
    expect([await mode('trail'), await mode('trail ')]).toEqual([0o644, 0o600])
  })
}

describeServer('vsftpd', 'and odd names', suite)
describeServer('proftpd', 'and odd names', suite)
// Pure-FTPd drops the blank itself
describeServer('pureftpd', 'and odd names', announcing)
