import { ConnectionError, ReplyError } from '@linewire/wire'
import { connections, Pool, type Pooling, type PoolRules, tooManyConnections } from '@linewire/wire/pool'
import { FtpClient } from './client.ts'
import { cwd } from './commands/cwd.ts'
import type { FtpOptions } from './connect.ts'

/**
 * Several sessions with one server, lent one after another: FTP does one thing at a time on each.
 *
 * ```ts
 * await using pool = new FtpPool('ftp://ftp.example', { auth: { user, password }, max: 3 })
 * await Promise.all(paths.map((path) => pool.use((ftp) => ftp.download(path, basename(path)))))
 * ```
 *
 * Each begins in the directory of the login, or of the URL: what cwd() changes is undone when a session comes back.
 */
export class FtpPool extends Pool<FtpClient> {
  /** Takes what FtpClient.connect() takes, and `max`, `idleTimeout`, `lifetime`, `recovery`. Connects when it is used. */
  constructor(to: string | URL | Pooling<FtpOptions>, options: Partial<Pooling<FtpOptions>> = {}) {
    super(rules(to, options))
  }
}

function rules(to: string | URL | Pooling<FtpOptions>, options: Partial<Pooling<FtpOptions>>): PoolRules<FtpClient> {
  const homes = new WeakMap<FtpClient, Promise<string>>()
  const wandering = new WeakSet<FtpClient>()
  const strangers = new WeakSet<FtpClient>()
  const goHome = async (ftp: FtpClient): Promise<void> => {
    await ftp.run(cwd((await homes.get(ftp))!))
    wandering.delete(ftp)
  }
  return {
    ...connections(to, options, async (where, more) => {
      const ftp = await FtpClient.connect(where, more)
      ftp.onChange = (what) => {
        if (what === 'person') strangers.add(ftp)
        if (what === 'person' || wandering.has(ftp)) return
        wandering.add(ftp)
        if (homes.has(ftp)) return
        const home = ftp.pwd()
        home.catch(() => {}) // reset() hears it
        homes.set(ftp, home)
      }
      return ftp
    }),
    reset: (ftp) => {
      if (strangers.has(ftp)) return Promise.reject(new ConnectionError('somebody else has logged in', 'ERR_CLOSED'))
      return wandering.has(ftp) ? goHome(ftp) : undefined
    },
    full,
  }
}

/**
 * "421 There are too many connections from your internet address" (vsftpd), "530 Sorry, the maximum number of clients (2)
 * from your host are already connected" (ProFTPD). 421 in place of a greeting or to a login is about nothing else.
 */
function full(error: unknown): boolean {
  const said = error instanceof ConnectionError ? error.cause : error
  return tooManyConnections(error) || (said instanceof ReplyError && said.code === '421')
}
