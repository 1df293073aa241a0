import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { connect, type Server, text } from './connecting.ts'
import { contents, folder } from './room.ts'

const local = folder()

/** Names, and the octets that they are on disk. */
const names: [encoding: string, name: string, hex: string][] = [
  ['gbk', '中文名字', 'd6d0cec4c3fbd7d6'],
  ['gb18030', '漢字€', '9d68d7d6a2e3'],
  ['big5', '中文', 'a4a4a4e5'],
  ['shift_jis', '日本語テ表', '93fa967b8cea8365955c'],
  ['euc-jp', '日本語', 'c6fccbdcb8ec'],
  ['euc-kr', '한국어', 'c7d1b1b9beee'],
  ['koi8-r', 'файл', 'c6c1cacc'],
  ['latin1', 'café ÿ', '636166e920ff'],
  // the octet 255, before others that make a command of Telnet with it
  ['windows-1251', 'яю яя яэтот', 'fffe20ffff20fffdf2eef2'],
  ['utf8', 'ünïcödé 中 😀', 'c3bc6ec3af63c3b664c3a920e4b8ad20f09f9880'],
]

const octets = (home: string | Buffer): Promise<Buffer[]> => readdir(home, { encoding: 'buffer' } as never) as never

function suite(server: Server): void {
  test.each(names)('%s: %s goes there and comes back', async (encoding, name, hex) => {
    const folder = `names-${encoding}`
    await using ftp = await connect(server, 'none', { encoding })
    await ftp.mkdir(folder)
    await ftp.put('content', `${folder}/${name}`)
    expect((await ftp.list(folder)).map((entry) => entry.name)).toEqual([name])
    expect(await ftp.nlst(folder)).toEqual([`${folder}/${name}`])
    expect(await text(ftp, `${folder}/${name}`)).toBe('content')
    expect(await ftp.size(`${folder}/${name}`)).toBe(7)
    await ftp.mkdir(`${folder}/${name} folder`)
    await ftp.cwd(`${folder}/${name} folder`)
    expect(await ftp.pwd()).toBe(`/${folder}/${name} folder`)
    await ftp.cwd(`/${folder}`)
    await ftp.rename(name, `new ${name}`)
    await ftp.delete(`new ${name}`)
    const [left] = await octets(join(server.home('alice'), folder))
    expect(left).toEqual(Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(' folder')]))
  })

  test('a tree of GBK names goes up and comes down by mirror()', async () => {
    const tree = { '说明.txt': 'readme', '图片/风景/山水.jpg': 'picture', '图片/空/': '', '數據 2026/表 一.csv': 'csv' }
    for (const [path, content] of Object.entries(tree)) {
      const place = local('from', path)
      await mkdir(content === '' ? place : dirname(place), { recursive: true })
      if (content !== '') await writeFile(place, content)
    }
    await using ftp = await connect(server, 'none', { encoding: 'gbk' })
    const up = await ftp.mirror({ from: local('from'), to: { remote: '树' } })
    expect(up.failed).toEqual([])
    const root = Buffer.concat([Buffer.from(`${server.home('alice')}/`), Buffer.from('caf7', 'hex')])
    const onDisk = (await octets(root)).map((name) => name.toString('hex')).sort()
    expect(onDisk).toEqual(['cbb5c3f72e747874', 'cdbcc6ac', '94b593fe2032303236'].sort())
    const walked: string[] = []
    for await (const { path } of ftp.walk('树')) walked.push(path)
    expect(walked).toHaveLength(7)
    expect(walked).toContain('树/图片/风景/山水.jpg')
    const down = await ftp.mirror({ from: { remote: '树' }, to: local('to') })
    expect(down.failed).toEqual([])
    expect(await contents(local('to'))).toEqual(await contents(local('from')))
    const again = await ftp.mirror({ from: local('to'), to: { remote: '树' }, delete: true })
    expect(again).toMatchObject({ done: [], failed: [] })
    await ftp.rmdir('树', { recursive: true })
    expect(await ftp.exists('树')).toBe(false)
  })

  test('octets that are no text in the charset come back as they were', async () => {
    for (const encoding of ['utf8', 'gbk', 'shift_jis']) {
      const folder = `odd-${encoding}`
      await using ftp = await connect(server, 'none', { encoding })
      await ftp.mkdir(folder)
      const made = [
        Buffer.from('caf\xe9', 'latin1'),
        Buffer.from('\xff\xfe.bin', 'latin1'),
        Buffer.from('\xd6', 'latin1'),
      ]
      for (const name of made)
        await writeFile(Buffer.concat([Buffer.from(`${server.home('alice')}/${folder}/`), name]), 'odd')
      const found = await ftp.list(folder)
      expect(found).toHaveLength(3)
      for (const { name } of found) expect(await text(ftp, `${folder}/${name}`)).toBe('odd')
    }
  })

  test('without a charset, on a server that says UTF8: both kinds of names can be sent back', async () => {
    await using ftp = await connect(server, 'none')
    await ftp.mkdir('mixed')
    const home = server.home('alice')
    await writeFile(Buffer.from(`${home}/mixed/caf\xe9`, 'latin1'), 'latin1')
    await writeFile(`${home}/mixed/café`, 'utf8')
    const found = (await ftp.list('mixed')).map((entry) => entry.name)
    expect(await Promise.all(found.map((name) => text(ftp, `mixed/${name}`)))).toEqual(
      expect.arrayContaining(['latin1', 'utf8']),
    )
  })
}

describeServer('vsftpd', 'and names in every charset', suite)
describeServer('proftpd', 'and names in every charset', suite)
