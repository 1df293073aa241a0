import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FtpClient, type FtpOptions } from '@linewire/ftp'
import { afterAll, beforeAll } from 'vitest'
import type { ProFtpd } from '../../src/proftpd.ts'
import type { PureFtpd } from '../../src/pureftpd.ts'
import { users } from '../../src/users.ts'
import type { Vsftpd } from '../../src/vsftpd.ts'

export type Server = Vsftpd | ProFtpd | PureFtpd
export type Security = 'none' | 'starttls' | 'implicit'

/** What one server has and another has not. */
export interface Traits {
  readonly ways: readonly Security[]
  /** the versions of TLS whose sessions data connections resume */
  readonly resumes: readonly ('TLSv1.2' | 'TLSv1.3')[]
  readonly anonymous: boolean
  /** whether a name may begin or end in a blank */
  readonly blanks: boolean
}

const all: Traits = {
  ways: ['none', 'starttls', 'implicit'],
  resumes: ['TLSv1.2', 'TLSv1.3'],
  anonymous: true,
  blanks: true,
}

/** Pure-FTPd 1.0 knows no TLS from the first octet, gives no tickets of TLS 1.3, and makes a blank around a name a "_". */
export const traits: Readonly<Record<'vsftpd' | 'proftpd' | 'pureftpd', Traits>> = {
  vsftpd: all,
  proftpd: all,
  pureftpd: { ways: ['none', 'starttls'], resumes: ['TLSv1.2'], anonymous: false, blanks: false },
}

export function connect(server: Server, tls: Security, options: Partial<FtpOptions> = {}): Promise<FtpClient> {
  const ports: Partial<Record<'ftp' | 'ftps', number>> = server.ports
  const port = tls === 'implicit' ? ports.ftps : ports.ftp
  if (port === undefined) throw new Error(`this server has no port for tls: ${tls}`)
  return FtpClient.connect({
    host: 'localhost',
    port,
    tls,
    auth: { user: 'alice', password: users.alice.password },
    tlsOptions: { ca: server.certificates.ca },
    ...options,
  })
}

/** A folder for a file of tests: paths in it. */
export function folder(): (...parts: string[]) => string {
  let path = ''
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'linewire-ftp-'))
  })
  afterAll(() => rm(path, { recursive: true }))
  return (...parts) => join(path, ...parts)
}

/** What is in a folder: each file with its octets and its time in whole seconds, each directory with a slash. */
export async function contents(root: string, under = ''): Promise<Map<string, string>> {
  const all = new Map<string, string>()
  for (const one of await readdir(join(root, under), { withFileTypes: true })) {
    const path = join(under, one.name)
    if (one.isDirectory()) {
      all.set(`${path}/`, '')
      for (const [inner, text] of await contents(root, path)) all.set(inner, text)
      continue
    }
    const place = join(root, path)
    const seconds = Math.floor((await stat(place)).mtimeMs / 1000)
    all.set(path, `${(await readFile(place)).toString('base64')} ${seconds}`)
  }
  return all
}

/** The same numbers in every run: a test that fails can be run again. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
