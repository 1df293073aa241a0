import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FtpClient, type FtpOptions } from '@linewire/ftp'
import { afterAll, beforeAll } from 'vitest'
import type { ProFtpd } from '../../src/proftpd.ts'
import { users } from '../../src/users.ts'
import type { Vsftpd } from '../../src/vsftpd.ts'

export type Server = Vsftpd | ProFtpd
export type Security = 'none' | 'starttls' | 'implicit'

export function connect(server: Server, tls: Security, options: Partial<FtpOptions> = {}): Promise<FtpClient> {
  const port = tls === 'implicit' ? server.ports.ftps : server.ports.ftp
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
