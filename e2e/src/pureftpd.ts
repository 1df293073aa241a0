import { dirname, join } from 'node:path'
import { account } from './accounts.ts'
import { certificates } from './certificates.ts'
import { programPath } from './installed.ts'
import { Launch, type Running } from './launcher.ts'
import { freePorts, freeRange, loopback, type PortRange } from './ports.ts'
import { type Users, users } from './users.ts'

export interface PureFtpdOptions {
  /** Entries that a listing has at most: "226 Output truncated to 50 matches" beyond. */
  maxEntries?: number
  /** Connections that it takes from one address: "421 Too many connections (2) from this IP" beyond. */
  maxPerIp?: number
}

/**
 * FTP with MLSD, MFMT, PRET and SITE UTIME, in clear and by AUTH TLS. It reads commands that come during a transfer at once:
 * what is no ABOR is refused. Data connections may resume the TLS session, and need not. Everybody is locked into a home
 * folder of their own, which looks like "/".
 */
export interface PureFtpd extends Running<'ftp'> {
  /** What `user` sees as "/". */
  home(user: keyof Users): string
  /** Where it listens for data connections. */
  readonly passive: PortRange
}

/** Starts Pure-FTPd. Throws with its log when it does not come up. */
export const startPureFtpd = async (options: PureFtpdOptions = {}): Promise<PureFtpd> => {
  const binary = programPath('pureftpd')
  const [hosts, ports, certs] = await Promise.all([loopback(), freePorts('ftp'), certificates()])
  const passive = await freeRange(64)
  const launch = new Launch('pureftpd')
  const owner = account('mail')
  for (const name of Object.keys(users)) launch.makeFolder(`home/${name}`, owner)
  const line = ({ name, crypt }: { name: string; crypt: string }): string =>
    // "/./" locks into the home folder; what follows are quotas and limits: none
    `${name}:${crypt}:${owner.uid}:${owner.gid}::${launch.path('home', name)}/./::::::::::::\n`
  const passwords = launch.write('passwords', Object.values(users).map(line).join(''), 0o600)
  const database = launch.path('passwords.pdb')
  const { cert, key } = certs.server
  const pem = launch.write('server.pem', `${key}${cert}`, 0o600)
  try {
    await launch.execute(join(dirname(dirname(binary)), 'bin/pure-pw'), ['mkdb', database, '-f', passwords])
    // one process serves one address
    for (const [index, host] of hosts.entries()) {
      launch.spawn(binary, [
        `--bind=${host},${ports.ftp}`,
        `--pidfile=${launch.path(`pureftpd-${index}.pid`)}`,
        `--altlog=clf:${launch.logFile(launch.path(`pureftpd-${index}.log`))}`,
        `--login=puredb:${database}`,
        '--tls=1',
        `--certfile=${pem}`,
        `--passiveportrange=${passive.first}:${passive.last}`,
        `--limitrecursion=${options.maxEntries ?? 100_000}:10`,
        ...(options.maxPerIp === undefined ? [] : [`--maxclientsperip=${options.maxPerIp}`]),
        '--maxclientsnumber=200',
        '--minuid=1',
        '--chrooteveryone',
        '--dontresolve',
        '--displaydotfiles',
        // whose home would be a folder of the system's
        '--noanonymous',
      ])
    }
  } catch (error) {
    await launch.stop()
    throw error
  }
  await launch.listening(hosts, [ports.ftp])
  return {
    ...launch.running(hosts, ports, certs),
    home: (user) => launch.path('home', user),
    passive,
  }
}
