import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { stat, utimes, writeFile } from 'node:fs/promises'
import { ArgumentError, ConnectionError, ReplyError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { atOnce, stage } from '../../test/stage.ts'

const at = stage()
const big = randomBytes(1_000_000)
const modified = new Date('2020-02-29T12:34:00Z')

/** the names in a directory of the server */
const names = (path = '/'): string[] => [...(at.server.files.directory(path)?.children.keys() ?? [])]
const has = (path: string, octets: Buffer): boolean => at.server.files.file(path)?.content.equals(octets) ?? false

describe('a file', () => {
  test('it has its name when it is whole, and replaces what has it', async () => {
    const ftp = await at.start({ files: { up: 'before' } })
    const local = await at.write('up', 'from here')
    const seen: unknown[] = []
    let during: string | undefined
    const onProgress = (octets: number, total: number | undefined): void => {
      seen.push([octets, total])
      during = at.content('/up')
    }
    expect(await ftp.upload(local, 'up', { onProgress })).toBe(9)
    expect(seen).toEqual([[9, 9]])
    expect(during).toBe('before')
    expect(at.content('/up')).toBe('from here')
    expect(names()).toEqual(['up'])
    expect(at.said('STOR')[0]).toMatch(/^C: STOR up\.[0-9a-f]{8}\.part$/)
  })

  test('straight under its name where that is asked for', async () => {
    const ftp = await at.start()
    await ftp.upload(await at.write('up', 'x'), 'up', { atomic: false })
    expect(at.said('STOR')).toEqual(['C: STOR up'])
    expect(at.said('RNFR')).toEqual([])
  })

  test('its time, to the second', async () => {
    const ftp = await at.start()
    const local = await at.write('up', 'x')
    await utimes(local, modified, new Date(modified.getTime() + 499))
    await ftp.upload(local, 'up', { preserveTime: true })
    expect(at.server.files.file('/up')?.modified).toEqual(modified)
  })

  test('of no octets', async () => {
    const ftp = await at.start()
    const local = await at.write('empty', '')
    for (const options of [{}, { resume: true }, { verify: 'size' }] as const) {
      expect(await ftp.upload(local, 'empty', options)).toBe(0)
    }
    expect(names()).toEqual(['empty'])
  })

  test('one that is not there, a directory, a rate of nothing: nothing is said', async () => {
    const ftp = await at.start()
    const before = at.server.transcript.length
    await expect(ftp.upload(at.local('nothing'), 'b')).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(ftp.upload(at.local(), 'b')).rejects.toThrow(ArgumentError)
    await expect(ftp.upload(await at.write('a', 'x'), 'b', { rate: -1 })).rejects.toThrow(ArgumentError)
    await expect(ftp.upload(at.local('a'), 'b\r\nDELE a')).rejects.toThrow(ArgumentError)
    expect(at.server.transcript.slice(before)).toEqual([])
  })

  test('what is no regular file is read once', async () => {
    const ftp = await at.start()
    expect(await ftp.upload('/dev/null', 'none', { resume: true, retry: atOnce })).toBe(0)
    expect(names()).toEqual(['none'])
    execFileSync('mkfifo', [at.local('pipe')])
    const writing = writeFile(at.local('pipe'), big)
    expect(await ftp.upload(at.local('pipe'), 'piped', { resume: true, retry: atOnce })).toBe(big.length)
    await writing
    expect(has('/piped', big)).toBe(true)
    expect(names()).toEqual(['none', 'piped'])
  })

  test('a rate', async () => {
    const ftp = await at.start()
    expect(await ftp.upload(await at.write('up', 'slowly'), 'up', { rate: 1_000_000 })).toBe(6)
    expect(at.content('/up')).toBe('slowly')
  })
})

describe('a failure leaves nothing', () => {
  test.each([
    ['the data connection breaks', { cutDataAt: 3 }, '426'],
    ['the server says so at the end', { finalReply: '452 disk full' }, '452'],
    ['its time cannot be set', { replies: { MFMT: '550 no' } }, '550'],
  ])('%s', async (_, faults, code) => {
    const ftp = await at.start({ files: { up: 'before' }, faults })
    const failed = ftp.upload(await at.write('up', 'from here'), 'up', { preserveTime: true })
    await expect(failed).rejects.toMatchObject({ code })
    expect(at.content('/up')).toBe('before')
    expect(names()).toEqual(['up'])
  })

  test('it cannot be renamed: what made way for it is back', async () => {
    const ftp = await at.start({ files: { up: 'before' } })
    const { files } = at.server
    const rename = files.rename.bind(files)
    const tried: string[] = []
    files.rename = (from, to) => {
      tried.push(to)
      return !from.endsWith('.part') && rename(from, to)
    }
    await expect(ftp.upload(await at.write('up', 'from here'), 'up')).rejects.toMatchObject({ code: '553' })
    expect(tried).toEqual(['/up', expect.stringMatching(/^\/up\.\w{8}\.old$/), '/up', '/up'])
    expect(at.content('/up')).toBe('before')
    expect(names()).toEqual(['up'])
  })

  test('an abort too, and the connection goes on', async () => {
    const ftp = await at.start({ files: { up: 'before' } })
    const leaving = new AbortController()
    const options = { signal: leaving.signal, onProgress: () => leaving.abort(new Error('enough')) }
    await expect(ftp.upload(await at.write('big', big), 'up', options)).rejects.toThrow('enough')
    expect(await ftp.pwd()).toBe('/')
    expect(at.content('/up')).toBe('before')
    expect(names()).toEqual(['up'])
    await expect(ftp.upload(at.local('big'), 'up', options)).rejects.toThrow('enough')
  })

  test('a source that vanishes', async () => {
    const ftp = await at.start({ files: { up: 'before' } })
    const options = { rate: 1_000_000, signal: AbortSignal.timeout(20) }
    await expect(ftp.upload(await at.write('big', big), 'up', options)).rejects.toMatchObject({ name: 'TimeoutError' })
    await ftp.noop()
    expect(names()).toEqual(['up'])
  })
})

describe('servers that will not', () => {
  test('take the other name: straight under its own, unless that is ruled out', async () => {
    const refusing = async () => {
      const ftp = await at.start()
      const local = await at.write('up', 'x')
      // whatever name ends like that
      const session = at.server.sessions[0]!
      const reply = session.reply.bind(session)
      session.reply = (text, body) => {
        const refused = session.command.endsWith('.part') && String(text).startsWith('150')
        return refused ? reply('553 not that name').then(() => false) : reply(text, body)
      }
      return { ftp, local }
    }
    const { ftp, local } = await refusing()
    // no part of what is to be there
    at.server.files.write('/up', Buffer.from('y'), 'alice')
    await writeFile(local, 'xx')
    expect(await ftp.upload(local, 'up')).toBe(2)
    expect(at.content('/up')).toBe('xx')
    const strict = await refusing()
    await expect(strict.ftp.upload(local, 'up', { atomic: true })).rejects.toMatchObject({ code: '553' })
  })

  test('rename at all: again, straight under its own name', async () => {
    const ftp = await at.start({ without: ['RNFR'] })
    const local = await at.write('up', 'from here')
    expect(await ftp.upload(local, 'up', { preserveTime: true })).toBe(18)
    expect(at.content('/up')).toBe('from here')
    expect(names()).toEqual(['up'])
    await expect(ftp.upload(local, 'other', { atomic: true })).rejects.toMatchObject({ code: '500' })
    expect(names()).toEqual(['up'])
  })

  test('rename onto another file: that one makes way', async () => {
    const ftp = await at.start({ files: { up: 'before' } })
    const { files } = at.server
    const rename = files.rename.bind(files)
    files.rename = (from, to) => files.find(to) === undefined && rename(from, to)
    await ftp.upload(await at.write('up', 'from here'), 'up')
    expect(at.content('/up')).toBe('from here')
    expect(names()).toEqual(['up'])
  })

  test('a directory of the name does not make way', async () => {
    const ftp = await at.start({ files: { 'up/a': 'x' } })
    await expect(ftp.upload(await at.write('up', 'x'), 'up')).rejects.toMatchObject({ code: '553' })
    expect(at.content('/up/a')).toBe('x')
    expect(names()).toEqual(['up'])
  })
})

describe('resumed', () => {
  test('what the server has is kept, and gone on behind', async () => {
    const first = await at.start({ faults: { cutDataAt: 400_000 } })
    const local = await at.write('big', big)
    await expect(first.upload(local, 'sub', { resume: true })).rejects.toMatchObject({ code: '426' })
    expect(names()).toEqual(['sub.part'])
    const ftp = await at.start({ files: { 'sub.part': big.subarray(0, 400_000) } })
    const seen: number[] = []
    const onProgress = (octets: number): void => void seen.push(octets)
    expect(await ftp.upload(local, 'sub', { resume: true, onProgress })).toBe(600_000)
    expect(has('/sub', big)).toBe(true)
    expect(seen[0]).toBeGreaterThan(400_000)
    expect(seen.at(-1)).toBe(1_000_000)
    expect(names()).toEqual(['sub'])
    expect(at.said('REST')).toEqual(['C: REST 400000'])
  })

  test.each([[['SIZE']], [['MLST']], [['REST']], [[]]])(
    'a shorter file of the name is such a part, without %j',
    async (without) => {
      const ftp = await at.start({ without, files: { up: 'from' } })
      const local = await at.write('up', 'from here')
      expect(await ftp.upload(local, 'up', { resume: true })).toBe(5)
      expect(at.content('/up')).toBe('from here')
      expect(at.said('APPE')).toHaveLength(without.includes('REST') ? 1 : 0)
      expect(names()).toEqual(['up'])
    },
  )

  test('straight, where that is asked for', async () => {
    const ftp = await at.start({ files: { up: 'from' } })
    expect(await ftp.upload(await at.write('up', 'from here'), 'up', { resume: true, atomic: false })).toBe(5)
    expect(at.content('/up')).toBe('from here')
    expect(at.said('RNFR')).toEqual([])
  })

  test.each([
    ['neither sizes nor facts', ['SIZE', 'MLST'], { up: 'FROM' }, 9],
    ['a longer one', [], { up: 'FROM HERE AND ON' }, 9],
    ['one that is older than what is here', [], { up: { content: 'FROM', modified } }, 9],
    ['a part that is older than what is here', [], { 'up.part': { content: 'FROM', modified } }, 9],
    ['a whole one', [], { up: 'FROM HERE' }, 0],
  ])('a server that has %s', async (_, without, files, octets) => {
    const ftp = await at.start({ without, files })
    expect(await ftp.upload(await at.write('up', 'from here'), 'up', { resume: true })).toBe(octets)
    expect(at.content('/up')).toBe(octets === 0 ? 'FROM HERE' : 'from here')
    expect(names()).toEqual(['up'])
  })

  test('a part that is whole already needs its name alone', async () => {
    const ftp = await at.start({ files: { 'up.part': 'from here' } })
    expect(await ftp.upload(await at.write('up', 'from here'), 'up', { resume: true })).toBe(0)
    expect(names()).toEqual(['up'])
    expect(at.said('STOR')).toEqual([])
  })

  test('a seam that does not fit is seen, and nothing is kept of it', async () => {
    const ftp = await at.start({ files: { 'up.part': 'from' }, faults: { replies: { 'SIZE up.part': '213 7' } } })
    const wrong = ftp.upload(await at.write('up', 'from here'), 'up', { resume: true })
    await expect(wrong).rejects.toMatchObject({
      code: 'ERR_VERIFY',
      message: expect.stringMatching(/9 octets are here, 7 there/),
    })
    expect(names()).toEqual([])
  })
})

describe('verified', () => {
  test('by size', async () => {
    const ftp = await at.start()
    const local = await at.write('up', 'from here')
    expect(await ftp.upload(local, 'up', { verify: 'size' })).toBe(9)
    const liar = await at.start({ files: { up: 'before' }, faults: { replies: { SIZE: '213 8' } } })
    await expect(liar.upload(local, 'up', { verify: 'size' })).rejects.toMatchObject({ code: 'ERR_VERIFY' })
    expect(at.content('/up')).toBe('before')
    expect(names()).toEqual(['up'])
  })
})

/** Breaks the newest connection, its data connection too, when so many octets have gone out: each number once. */
function breaking(...places: number[]): (octets: number) => void {
  const left = [...places]
  let broken: unknown
  return (octets) => {
    const session = at.server.sessions.at(-1)
    // what was written already may still be told of
    if (left[0] === undefined || octets < left[0] || session === broken) return
    left.shift()
    broken = session
    session?.destroy()
  }
}

describe('a lost connection', () => {
  test('without retry it is the end; what is left there is deleted when there is another one', async () => {
    const ftp = await at.start({ files: { up: 'before' } })
    const local = await at.write('big', big)
    await expect(ftp.upload(local, 'up', { onProgress: breaking(1) })).rejects.toThrow(ConnectionError)
    expect(names()).toHaveLength(2)
    expect(await ftp.upload(local, 'other', { retry: atOnce })).toBe(big.length)
    expect(names()).toEqual(['up', 'other'])
    expect(at.content('/up')).toBe('before')
  })

  test('another one goes on where the server stopped', async () => {
    const ftp = await at.start({ files: { sub: null } }, { retry: atOnce })
    await ftp.cwd('sub')
    const local = await at.write('big', big)
    const options = { onProgress: breaking(1, 300_000, 600_000), preserveTime: true }
    await ftp.upload(local, 'big', options)
    expect(has('/sub/big', big)).toBe(true)
    expect(names('/sub')).toEqual(['big'])
    expect(at.server.sessions.length).toBeGreaterThan(3)
    expect(at.server.files.file('/sub/big')?.modified.getTime()).toBe(
      Math.floor((await stat(local)).mtimeMs / 1000) * 1000,
    )
    expect(await ftp.pwd()).toBe('/sub')
  })

  test('each try may take a bit of it', async () => {
    const ftp = await at.start({ faults: { cutDataAt: 90_000 } })
    const local = await at.write('big', big)
    await ftp.upload(local, 'big', { retry: { attempts: 1, ...atOnce } })
    expect(has('/big', big)).toBe(true)
    expect(at.said('REST').length).toBeGreaterThan(9)
    expect(names()).toEqual(['big'])
  })

  /** from the first STOR on: MLST or SIZE, TYPE, EPSV, STOR (two), MFMT, RNFR, RNTO, and some more */
  const steps = Array.from({ length: 11 }, (_, index) => index + 5)
  test.each(steps)('at reply %i', async (closeAt) => {
    for (const closeWhen of ['before', 'middle', 'after'] as const) {
      for (const resume of [false, true]) {
        // a shorter one would be taken for its beginning
        const files = { up: Buffer.alloc(big.length + 1) }
        const ftp = await at.start({ files, faults: { connections: 1, closeAt, closeWhen } }, { retry: atOnce })
        const local = await at.write('up', big)
        await ftp.upload(local, 'up', { preserveTime: true, resume, verify: 'size' })
        expect(has('/up', big)).toBe(true)
        expect(names()).toEqual(['up'])
      }
    }
  })

  test.each(steps.slice(0, 6))('at reply %i, straight: what was there before is no part of it', async (closeAt) => {
    for (const closeWhen of ['before', 'after'] as const) {
      const faults = { connections: 1, closeAt, closeWhen }
      const ftp = await at.start({ files: { up: 'before' }, faults }, { retry: atOnce })
      await ftp.upload(await at.write('up', big), 'up', { atomic: false })
      expect(has('/up', big)).toBe(true)
    }
  })

  test('what makes way is not forgotten when the connection is lost meanwhile', async () => {
    for (const lostAt of [1, 2, 3]) {
      const ftp = await at.start({ files: { up: 'before' } }, { retry: atOnce })
      const { files } = at.server
      const rename = files.rename.bind(files)
      let renamed = 0
      files.rename = (from, to) => {
        if (++renamed === lostAt) at.server.sessions[0]?.destroy()
        return files.find(to) === undefined && rename(from, to)
      }
      await ftp.upload(await at.write('up', 'from here'), 'up')
      expect(at.content('/up')).toBe('from here')
      expect(names()).toEqual(['up'])
    }
  })

  test('the reply of the last RNTO is lost, and it was carried out', async () => {
    const ftp = await at.start({ files: { up: 'before' } }, { retry: atOnce })
    const { files } = at.server
    const rename = files.rename.bind(files)
    files.rename = (from, to) => {
      at.server.sessions[0]?.destroy()
      return rename(from, to)
    }
    await ftp.upload(await at.write('up', 'from here'), 'up')
    expect(at.content('/up')).toBe('from here')
    expect(names()).toEqual(['up'])
    expect(at.server.sessions).toHaveLength(2)
  })

  test('a refusal is no reason to come back', async () => {
    const ftp = await at.start({ faults: { replies: { STOR: '550 no' } } }, { retry: atOnce })
    await expect(ftp.upload(await at.write('up', 'x'), 'up', { atomic: true })).rejects.toThrow(ReplyError)
    expect(at.said('STOR')).toHaveLength(1)
  })
})
