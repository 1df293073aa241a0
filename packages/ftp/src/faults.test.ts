import { AuthError, ReplyError } from '@linewire/wire'
import { readTranscript } from '@linewire/wire/testing'
import { type Drive, faultMatrix } from '@linewire/wire/testing/faults'
import { describe, test } from 'vitest'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'
import { TransferError } from './transfer-error.ts'

// Every fault at every step of what servers say, on the control connection and with the data: see faultMatrix().

const auth = { user: 'alice', password: 'wonderland' }

function conversation(name: string): string {
  return readTranscript(new URL(`../test/transcripts/${name}.txt`, import.meta.url))
}

type Talk = (ftp: FtpClient, ...rest: Parameters<Drive>) => Promise<unknown>

/** Connects, and leaves whatever happens. */
function session(more: Partial<FtpOptions>, talk: Talk, to = 'ftp.example'): Drive {
  return async (options, watch) => {
    const ftp = await FtpClient.connect(to, { tls: 'none', ...more, ...options })
    try {
      return await talk(ftp, options, watch)
    } finally {
      ftp.close()
    }
  }
}

/** What a file has in it, and no more of that than the limit. */
async function text(
  ftp: FtpClient,
  path: string,
  [{ limits, signal }]: Parameters<Drive>,
  offset = 0,
): Promise<string> {
  const body = await ftp.get(path, { offset, signal })
  return body.text(undefined, { maxBytes: limits.body })
}

/** What the server refuses is an answer as well; a transfer that breaks is none. */
async function orRefused<T>(call: PromiseLike<T>): Promise<T | string> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ReplyError && !(error instanceof TransferError) && !error.transient) return error.message
    throw error
  }
}

/** That there is no room for it is an answer as well. */
async function orFull<T>(call: PromiseLike<T>): Promise<T | string> {
  try {
    return await call
  } catch (error) {
    if (error instanceof TransferError && error.code === '552' && error.cause === undefined) return error.message
    throw error
  }
}

/** A source in pieces, as a file or a network gives them. */
async function* inPieces(content: string): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < content.length; at += 5) yield Buffer.from(content.slice(at, at + 5))
}

const conversations: Record<string, Drive> = {
  'rfc959-scenario': session({ auth: { user: 'Dumb', password: 'mumble' }, account: 'x-mas' }, async (ftp, ...rest) => {
    const program = await text(ftp, 'test.pl1', rest)
    const full = await orFull(ftp.put('main: procedure;\r\n', 'test.pl1', { signal: rest[0].signal }))
    return [ftp.greeting, program, full, await ftp.quit()]
  }),

  'rfc959-any-order': session({}, async (ftp, ...rest) => {
    const learned: unknown[] = []
    for (const path of ['early', 'late', 'nothing']) learned.push(await text(ftp, path, rest))
    return [...learned, await ftp.put(inPieces('up it goes\r\n'), 'up', { signal: rest[0].signal }), await ftp.quit()]
  }),

  'vsftpd-files': session({ auth }, async (ftp, { signal }) => {
    const learned: unknown[] = [
      [...ftp.features],
      await ftp.system(),
      await ftp.pwd({ signal }),
      await ftp.mkdir('dir'),
    ]
    learned.push(await ftp.size('dir/a.txt', { signal }), await ftp.modified('dir/a.txt', { signal }))
    await ftp.rename('dir/a.txt', 'dir/b.txt', { signal })
    learned.push(await orRefused(ftp.delete('dir/none')))
    learned.push(await orRefused(ftp.setModified('dir', new Date('2026-11-23T12:00:00Z'), { signal })))
    await ftp.chmod('dir', 0o755)
    learned.push(await ftp.exists('nothing', { signal }), await ftp.rmdir('dir'), await ftp.help(), await ftp.noop())
    return [...learned, await ftp.quit()]
  }),

  'vsftpd-transfers': session({ auth }, async (ftp, ...rest) => {
    const [{ signal }] = rest
    const learned: unknown[] = [await ftp.put(inPieces('Hello\r\nworld\r\n'), 'dir/a.txt', { signal })]
    learned.push(await text(ftp, 'dir/a.txt', rest), await text(ftp, 'dir/a.txt', rest, 7))
    learned.push(await orRefused(ftp.get('dir/none', { signal })), await orRefused(ftp.put('x', 'none/x', { signal })))
    learned.push(await ftp.append('more', 'dir/a.txt', { signal }), (await ftp.putUnique('')).name)
    return [ftp.data, ...learned, await ftp.quit()]
  }),

  'vsftpd-listings': session(
    {},
    async (ftp, { signal }) => {
      const learned: unknown[] = []
      for await (const entry of ftp.list('', { signal })) learned.push(entry)
      learned.push(await ftp.nlst('dir', { signal }), await orRefused(ftp.list('none')))
      return [...learned, await ftp.quit()]
    },
    'ftp://ftp.example/pub',
  ),

  'vsftpd-refused': async (options) => {
    try {
      await FtpClient.connect('ftp.example', { tls: 'none', auth: { ...auth, password: 'wrong' }, ...options })
    } catch (error) {
      if (!(error instanceof AuthError)) throw error
      const { text: words, code } = error
      return { words, code }
    }
    throw new Error('nobody was refused')
  },

  'proftpd-tls': session({ auth, tls: 'starttls' }, async (ftp, ...rest) => {
    const [{ signal }] = rest
    const learned: unknown[] = [ftp.secure, await ftp.list('dir', { signal })]
    learned.push(await ftp.put('Hello\r\n', 'dir/a.txt', { signal }), await text(ftp, 'dir/a.txt', rest))
    learned.push(await ftp.stat('dir/a.txt', { signal }))
    await ftp.setModified('dir/a.txt', new Date('2026-11-23T12:00:00Z'))
    return [ftp.data, ...learned, await ftp.exists('nothing'), await ftp.quit()]
  }),

  'proftpd-active': session({ auth, mode: 'active' }, async (ftp, { signal }, watch) => {
    const learned: unknown[] = [await ftp.putLines(['one', 'two'], 'dir/lines', { signal })]
    const lines = async (): Promise<string[]> => {
      const found: string[] = []
      for await (const line of ftp.getLines('dir/lines', { signal })) found.push(line)
      return found
    }
    // queued behind a transfer
    const both = [lines(), orRefused(ftp.list('none', { signal }))]
    return [ftp.data, ...learned, ...(await Promise.all(both.map(watch<unknown>))), await ftp.quit()]
  }),

  'proftpd-active-tls': session({ auth, mode: 'active', tls: 'starttls' }, async (ftp, ...rest) => {
    const fetched = await text(ftp, 'a.txt', rest)
    return [fetched, await ftp.put('Hello\r\n', 'b.txt', { signal: rest[0].signal }), ftp.data, await ftp.quit()]
  }),

  'iis-one-by-one': session({ auth, mode: 'active' }, async (ftp, { signal }) => {
    return [await ftp.list('', { signal }), await orRefused(ftp.cwd('none', { signal })), await ftp.quit()]
  }),
}

for (const [name, drive] of Object.entries(conversations)) {
  describe(name, () => {
    const script = conversation(name)
    const manners = {
      // more than one word behind a transfer or a password is not uncommon, and passed over
      unasked: /^(?:22[56]|230|250) /,
      forgiving: /^(?:RETR|STOR|APPE|STOU|LIST|NLST|MLSD|EPSV)\b/,
      // what else was in the flight is of no interest then
      verdict: /^530 Login incorrect/,
      upgrades: script.includes('C: AUTH TLS'),
    }
    const cases = faultMatrix(script, drive, manners)
    for (const { name: fault, run } of cases) test(fault, run)
  })
}
