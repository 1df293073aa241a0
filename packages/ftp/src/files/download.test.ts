import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, readFile, stat, symlink, utimes } from 'node:fs/promises'
import { ArgumentError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { atOnce, stage } from '../../test/stage.ts'

const at = stage()
const modified = new Date('2020-02-29T12:34:00Z')
const files = { 'a.txt': { content: 'hello', modified } }

const names = (): Promise<string[]> => readdir(at.local())
const text = (name: string): Promise<string> => readFile(at.local(name), 'utf8')

describe('a file', () => {
  test('it has its name when it is whole, and the server’s time where that is asked for', async () => {
    const ftp = await at.start({ files })
    expect(await ftp.download('a.txt', at.local('a'), { preserveTime: true })).toBe(5)
    expect(await text('a')).toBe('hello')
    expect((await stat(at.local('a'))).mtime).toEqual(modified)
    expect(await names()).toEqual(['a'])
  })

  test('nothing but the transfer is asked for where nothing depends on it', async () => {
    const ftp = await at.start({ files })
    const before = at.server.transcript.length
    await ftp.download('a.txt', at.local('a'))
    const said = at.server.transcript.slice(before).filter((line) => /^C: (?!TYPE|EPSV)/.test(line))
    expect(said).toEqual(['C: RETR a.txt'])
  })

  test('of no octets', async () => {
    const ftp = await at.start({ files: { empty: '' } })
    for (const options of [{}, { resume: true }, { segments: 4 }, { verify: 'size' }] as const) {
      expect(await ftp.download('empty', at.local('empty'), options)).toBe(0)
      expect((await stat(at.local('empty'))).size).toBe(0)
    }
    expect(await names()).toEqual(['empty'])
  })

  test('progress tells what is there, and how much there will be', async () => {
    const ftp = await at.start({ files })
    const seen: unknown[] = []
    await ftp.download('a.txt', at.local('a'), { onProgress: (octets, total) => seen.push([octets, total]) })
    expect(seen).toEqual([[5, 5]])
  })

  test('a time that only a server without MLST tells', async () => {
    const ftp = await at.start({ files, without: ['MLST'] })
    await ftp.download('a.txt', at.local('a'), { preserveTime: true })
    expect((await stat(at.local('a'))).mtime).toEqual(modified)
  })

  test('a time that nobody tells: it is said before anything comes', async () => {
    const ftp = await at.start({ files, without: ['MDTM', 'MLST'] })
    const refused = ftp.download('a.txt', at.local('a'), { preserveTime: true })
    await expect(refused).rejects.toMatchObject({ code: '500', command: 'MDTM a.txt' })
    expect(at.said('RETR')).toEqual([])
    expect(await names()).toEqual([])
  })

  test('a failure leaves nothing, and what was there before as it was', async () => {
    const ftp = await at.start({ files, faults: { cutDataAt: 3 } })
    await at.write('a', 'before')
    await expect(ftp.download('a.txt', at.local('a'))).rejects.toMatchObject({ code: '426' })
    await expect(ftp.download('nothing', at.local('a'))).rejects.toMatchObject({ code: '550' })
    expect(await names()).toEqual(['a'])
    expect(await text('a')).toBe('before')
  })

  test('a folder that is not there is our own fault, and so is a directory of that name; the connection goes on', async () => {
    const ftp = await at.start({ files })
    await expect(ftp.download('a.txt', at.local('no', 'a'))).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(ftp.download('a.txt', at.local())).rejects.toThrow(ArgumentError)
    await expect(ftp.download('a.txt', at.local('a'), { segments: 0 })).rejects.toThrow(ArgumentError)
    await expect(ftp.download('a.txt', at.local('a'), { rate: 0 })).rejects.toThrow(ArgumentError)
    expect(await ftp.pwd()).toBe('/')
    expect(await names()).toEqual([])
  })

  test('an abort ends it, leaves nothing, and the connection goes on', async () => {
    const ftp = await at.start({ files: { big: randomBytes(3_000_000) } })
    const leaving = new AbortController()
    const options = { signal: leaving.signal, onProgress: () => leaving.abort(new Error('enough')) }
    await expect(ftp.download('big', at.local('big'), options)).rejects.toThrow('enough')
    expect(await names()).toEqual([])
    expect(await ftp.pwd()).toBe('/')
    await expect(ftp.download('big', at.local('big'), options)).rejects.toThrow('enough')
  })

  test('a link is replaced, and what it leads to stays', async () => {
    const ftp = await at.start({ files })
    await symlink(await at.write('target', 'mine'), at.local('a'))
    await ftp.download('a.txt', at.local('a'))
    expect(await text('a')).toBe('hello')
    expect(await text('target')).toBe('mine')
  })

  test('a device is written directly', async () => {
    const ftp = await at.start({ files })
    for (const options of [{}, { resume: true }, { verify: 'size' }] as const) {
      expect(await ftp.download('a.txt', '/dev/null', { ...options, preserveTime: true })).toBe(5)
    }
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
    await expect(ftp.download('a.txt', '/dev/null', { verify: 'hash' })).rejects.toThrow(ArgumentError)
  })

  test('a pipe is written directly, for whoever reads it', async () => {
    const big = randomBytes(300_000)
    const ftp = await at.start({ files: { big } })
    execFileSync('mkfifo', [at.local('pipe')])
    const reading = readFile(at.local('pipe'))
    expect(await ftp.download('big', at.local('pipe'), { preserveTime: true, resume: true })).toBe(big.length)
    expect((await reading).equals(big)).toBe(true)
    expect((await stat(at.local('pipe'))).isFIFO()).toBe(true)
    expect(await names()).toEqual(['pipe'])
  })

  test('a rate that is shared', async () => {
    const ftp = await at.start({ files })
    expect(await ftp.download('a.txt', at.local('a'), { rate: 1_000_000 })).toBe(5)
  })
})

describe('resumed', () => {
  test('what has come is kept, and gone on with', async () => {
    const first = await at.start({ files, faults: { cutDataAt: 3 } })
    await expect(first.download('a.txt', at.local('a'), { resume: true })).rejects.toMatchObject({ code: '426' })
    expect(await text('a.part')).toBe('hel')
    const ftp = await at.start({ files })
    const seen: number[] = []
    const options = { resume: true, onProgress: (octets: number) => seen.push(octets) }
    expect(await ftp.download('a.txt', at.local('a'), options)).toBe(2)
    expect(seen).toEqual([5])
    expect(await text('a')).toBe('hello')
    expect(await names()).toEqual(['a'])
    expect(at.said('REST')).toEqual(['C: REST 3'])
  })

  const versions: [string, Record<string, { content: string; modified: Date }>][] = [
    ['is longer', { 'a.txt': { content: 'HELLO you', modified } }],
    ['has the same size and another time', { 'a.txt': { content: 'HELLO', modified: new Date('2021-01-01Z') } }],
    ['is shorter than what has come', { 'a.txt': { content: 'HI', modified } }],
  ]
  test.each(versions)('a file that %s now is fetched anew', async (_, now) => {
    const first = await at.start({ files, faults: { cutDataAt: 3 } })
    await expect(first.download('a.txt', at.local('a'), { resume: true })).rejects.toMatchObject({ code: '426' })
    const ftp = await at.start({ files: now })
    await ftp.download('a.txt', at.local('a'), { resume: true })
    expect(await text('a')).toBe(now['a.txt']?.content)
    expect(await names()).toEqual(['a'])
    expect(at.said('REST')).toEqual([])
  })

  test.each([
    ['a server that knows neither sizes nor times', ['MLST', 'SIZE', 'MDTM']],
    ['a server that knows no offsets', ['REST']],
  ])('%s: from the beginning', async (_, without) => {
    const first = await at.start({ files, without, faults: { cutDataAt: 3 } })
    await expect(first.download('a.txt', at.local('a'), { resume: true })).rejects.toMatchObject({ code: '426' })
    const ftp = await at.start({ files, without })
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(5)
    expect(await text('a')).toBe('hello')
    expect(await names()).toEqual(['a'])
  })

  test.each(['', '{', 'null', '{"size":"5"}', '{"modified":"never"}', '{"size":5,"there":[[3,1]]}'])(
    'a part whose record is %j is nothing to go on with',
    async (record) => {
      const ftp = await at.start({ files })
      await at.write('a.part', 'HEL')
      await at.write('a.part.json', record)
      expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(5)
      expect(await text('a')).toBe('hello')
      expect(await names()).toEqual(['a'])
    },
  )

  test('a part of nobody, without a record, is nothing to go on with', async () => {
    const ftp = await at.start({ files })
    await at.write('a.part', 'HEL')
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(5)
    expect(await text('a')).toBe('hello')
  })

  test('a shorter file of that name is the beginning, a longer one or an older one is not', async () => {
    const ftp = await at.start({ files })
    await at.write('a', 'hell')
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(1)
    await at.write('a', 'something else')
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(5)
    expect(await text('a')).toBe('hello')
    await at.write('a', 'HELL')
    const older = new Date(modified.getTime() - 60_000)
    await utimes(at.local('a'), older, older)
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(5)
    expect(await text('a')).toBe('hello')
  })

  test('a file that is there already is not fetched again', async () => {
    const ftp = await at.start({ files })
    await at.write('a', 'hello')
    expect(await ftp.download('a.txt', at.local('a'), { resume: true, preserveTime: true })).toBe(0)
    expect(at.said('RETR')).toEqual([])
    await utimes(at.local('a'), modified, new Date(modified.getTime() - 60_000))
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(5)
  })

  test('what is there stays as long as the server has nothing better', async () => {
    const first = await at.start({ files, faults: { cutDataAt: 3 } })
    await expect(first.download('a.txt', at.local('a'), { resume: true })).rejects.toMatchObject({ code: '426' })
    const empty = await at.start({ files: {} })
    await expect(empty.download('a.txt', at.local('a'), { resume: true })).rejects.toMatchObject({ code: '550' })
    expect(await text('a.part')).toBe('hel')
    const ftp = await at.start({ files })
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(2)
  })

  test('nothing is kept of what never began', async () => {
    const ftp = await at.start({ files, faults: { replies: { RETR: '450 not now' } } })
    await expect(ftp.download('a.txt', at.local('a'), { resume: true })).rejects.toMatchObject({ code: '450' })
    expect(await names()).toEqual([])
  })

  test('a part that was whole already needs its name alone', async () => {
    const ftp = await at.start({ files })
    await at.write('a.part', 'hello')
    await at.write('a.part.json', JSON.stringify({ size: 5, modified, precision: 'second' }))
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(0)
    expect(await names()).toEqual(['a'])
    expect(at.said('RETR')).toEqual([])
  })

  test('what came out of order is gone on with in its holes', async () => {
    const content = randomBytes(300_000)
    const ftp = await at.start({ files: { big: { content, modified } } })
    const part = Buffer.alloc(300_000)
    content.copy(part, 0, 0, 100_000)
    content.copy(part, 200_000, 200_000, 250_000)
    await at.write('big.part', part)
    const there = [
      [0, 100_000],
      [200_000, 250_000],
    ]
    await at.write('big.part.json', JSON.stringify({ size: 300_000, modified, precision: 'second', there }))
    expect(await ftp.download('big', at.local('big'), { resume: true })).toBe(150_000)
    expect((await readFile(at.local('big'))).equals(content)).toBe(true)
    expect(await names()).toEqual(['big'])
  })
})

test('a hole that is left is remembered as one', async () => {
  const content = randomBytes(300_000)
  const big = { big: { content, modified } }
  const first = await at.start({ files: big, faults: { cutDataAt: 50_000 } })
  const part = Buffer.alloc(300_000)
  content.copy(part, 0, 0, 100_000)
  content.copy(part, 200_000, 200_000)
  await at.write('big.part', part)
  const there = [
    [0, 100_000],
    [200_000, 300_000],
  ]
  await at.write('big.part.json', JSON.stringify({ size: 300_000, modified, precision: 'second', there }))
  await expect(first.download('big', at.local('big'), { resume: true })).rejects.toMatchObject({ code: '426' })
  expect(JSON.parse(await text('big.part.json')).there).toEqual([
    [0, 150_000],
    [200_000, 300_000],
  ])
  const ftp = await at.start({ files: big })
  expect(await ftp.download('big', at.local('big'), { resume: true })).toBe(50_000)
  expect((await readFile(at.local('big'))).equals(content)).toBe(true)
})

describe('less than the size that the server tells', () => {
  // as it looks when what lies between has cut the end off, and the server has noticed nothing
  const told = { MLST: '250-\r\n type=file;size=5;modify=20200229123400; a.txt\r\n250 end' }
  const short = { 'a.txt': 'hel' }

  test('is no success, and what has come is kept as ever', async () => {
    const ftp = await at.start({ files: short, faults: { replies: told } })
    const cut = ftp.download('a.txt', at.local('a'), { resume: true })
    await expect(cut).rejects.toMatchObject({ code: 'ERR_TRUNCATED' })
    expect(await text('a.part')).toBe('hel')
    at.server.files.write('/a.txt', Buffer.from('hello'), 'alice')
    expect(await ftp.download('a.txt', at.local('a'), { resume: true })).toBe(2)
    expect(await text('a')).toBe('hello')
  })

  test('is gone on behind, with retry', async () => {
    const ftp = await at.start({ files: short, faults: { replies: told } })
    const backoff = (): number => {
      at.server.files.write('/a.txt', Buffer.from('hello'), 'alice')
      return 0
    }
    expect(await ftp.download('a.txt', at.local('a'), { retry: { backoff } })).toBe(5)
    expect(await text('a')).toBe('hello')
    // at once, for it had got on; then behind a pause
    expect(at.said('REST')).toEqual(['C: REST 3', 'C: REST 3'])
  })

  test('comes to an end where no more comes', async () => {
    const ftp = await at.start({ files: short, faults: { replies: told } })
    const cut = ftp.download('a.txt', at.local('a'), { retry: { ...atOnce, attempts: 2 } })
    await expect(cut).rejects.toMatchObject({ code: 'ERR_TRUNCATED' })
    expect(at.said('RETR')).toHaveLength(4)
    expect(await names()).toEqual([])
  })

  test('is what there is, where a listing alone said otherwise: some have blocks', async () => {
    const ftp = await at.start({ files: short })
    expect(await ftp.download('a.txt', at.local('a'), { entry: { size: 512 } })).toBe(3)
  })
})

describe('verified', () => {
  test('by size: what the server says behind it', async () => {
    const ftp = await at.start({ files })
    expect(await ftp.download('a.txt', at.local('a'), { verify: 'size' })).toBe(5)
    const other = await at.start({ files, faults: { replies: { SIZE: '213 7' } } })
    const wrong = other.download('a.txt', at.local('b'), { verify: 'size', resume: true })
    await expect(wrong).rejects.toMatchObject({
      code: 'ERR_VERIFY',
      message: expect.stringMatching(/5 octets are here, 7 there/),
    })
    expect(await names()).toEqual(['a'])
  })
})
