import { account } from './accounts.ts'
import { type CertificateName, certificates } from './certificates.ts'
import { programPath } from './installed.ts'
import { Launch, type Running } from './launcher.ts'
import { freePorts, freeRange, loopback, type PortRange } from './ports.ts'
import { proftpdConf, sharedConf } from './proftpd-conf.ts'
import { type Users, users } from './users.ts'

/** `ftp`: in clear and AUTH TLS. `noReuse`: TLS required, any TLS session for data. `ftps`: TLS at once. */
export type ProFtpdPort = 'ftp' | 'noReuse' | 'ftps'

export interface ProFtpdOptions {
  /** What it presents to clients; the right one by default. */
  certificate?: CertificateName
  /** Clients that it takes from one address: "530 Sorry, the maximum number of clients …" to the password beyond. */
  maxPerHost?: number
  /** Whether data may go to and come from an address that is not the client's: from server to server. */
  foreignData?: boolean
  /** Seconds without a command before 421. Default: 600. */
  idleTimeout?: number
}

/**
 * FTP with MLSD, MFMT, MFF, HASH, MODE Z, HOST (virtual.lab.test) and SITE. Data connections have to resume the TLS session
 * of their control connection on `ftp` and `ftps` (425 otherwise). Everybody is locked into a home folder of their own.
 * When a session ends its daemon pauses for 0.2 to 0.4 s (built in): tests that share a connection are much faster.
 */
export interface ProFtpd extends Running<ProFtpdPort> {
  /** What `user` sees as "/". */
  home(user: keyof Users): string
  /** What an anonymous login sees as "/", read only: pub/hello.txt ("hello anonymous\n") and pub/café.txt. */
  readonly anonymousRoot: string
  /** Where it listens for data connections. */
  readonly passive: PortRange
}

/** Starts ProFTPD. Throws with its log when it does not come up. */
export const startProFtpd = async (options: ProFtpdOptions = {}): Promise<ProFtpd> => {
  const binary = programPath('proftpd')
  const [hosts, ports, certs] = await Promise.all([loopback(), freePorts('ftp', 'noReuse', 'ftps'), certificates()])
  const passive = await freeRange(64)
  const launch = new Launch('proftpd')
  const owner = account('mail')
  for (const name of Object.keys(users)) launch.makeFolder(`home/${name}`, owner)
  launch.write('anonymous/pub/hello.txt', 'hello anonymous\n')
  launch.write('anonymous/pub/café.txt', 'café\n')
  const line = (name: string, crypt: string, home: string) =>
    `${name}:${crypt}:${owner.uid}:${owner.gid}::${home}:/bin/sh\n`
  const passwords = [
    ...Object.values(users).map(({ name, crypt }) => line(name, crypt, launch.path('home', name))),
    // <Anonymous> wants its user in the same file
    line('ftp', '*', launch.path('anonymous')),
  ]
  const { cert, key } = certs[options.certificate ?? 'server']
  const settings = {
    folder: launch.folder,
    owner,
    ports,
    passive,
    foreignData: options.foreignData ?? false,
    idleTimeout: options.idleTimeout ?? 600,
    // ProFTPD refuses password files that everybody may read
    users: launch.write('passwd', passwords.join(''), 0o640),
    groups: launch.write('group', `${owner.group}:x:${owner.gid}:\n`, 0o640),
    cert: launch.write('server.pem', cert),
    key: launch.write('server.key', key, 0o600),
    ca: launch.write('ca.pem', certs.ca),
    maxPerHost: options.maxPerHost ?? 'none',
  } as const
  launch.write('shared.conf', sharedConf(settings))
  // one process serves one address: one with implicit TLS at two addresses resumes no TLS 1.3 session
  for (const [index, host] of hosts.entries()) {
    const files = launch.path(`proftpd-${index}`)
    for (const log of ['log', 'tls.log']) launch.logFile(`${files}.${log}`)
    launch.spawn(binary, ['-n', '-c', launch.write(`proftpd-${index}.conf`, proftpdConf(settings, host, files))])
  }
  await launch.listening(hosts, [ports.ftp, ports.noReuse, ports.ftps])
  return {
    ...launch.running(hosts, ports, certs),
    home: (user) => launch.path('home', user),
    anonymousRoot: launch.path('anonymous'),
    passive,
  }
}
