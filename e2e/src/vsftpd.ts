import { join } from 'node:path'
import { account } from './accounts.ts'
import { type CertificateName, certificates } from './certificates.ts'
import { programPath } from './installed.ts'
import { Launch, type Running } from './launcher.ts'
import { freePorts, freeRange, loopback, type PortRange } from './ports.ts'
import { type Users, users } from './users.ts'
import { type Instance, vsftpdConf } from './vsftpd-conf.ts'

/** `ftp`: in clear and AUTH TLS. `ftps`: TLS at once. */
export type VsftpdPort = 'ftp' | 'ftps'

export interface VsftpdOptions {
  /** What it presents to clients; the right one by default. */
  certificate?: CertificateName
  /** Whether a data connection has to resume the TLS session of its control connection (522 otherwise). It has to by default. */
  requireSessionReuse?: boolean
  /** Connections that it takes from one address: "421 There are too many connections from your internet address." beyond. */
  maxPerIp?: number
  /** Whether data may go to and come from an address that is not the client's: from server to server. */
  foreignData?: boolean
  /** Seconds without a command before 421. Default: 600. */
  idleTimeout?: number
  /** The folder that its own is made in: '/dev/shm', say, where no disk is to slow it down. That for temporary files by default. */
  place?: string
}

/** FTP without MLSD, MFMT and HASH. Everybody is locked into a home folder of their own, which looks like "/". */
export interface Vsftpd extends Running<VsftpdPort> {
  /** What `user` sees as "/". */
  home(user: keyof Users): string
  /** What an anonymous login sees as "/", read only: pub/hello.txt ("hello anonymous\n") and pub/café.txt. */
  readonly anonymousRoot: string
  /** Where it listens for data connections. */
  readonly passive: PortRange
}

let launches = 0

/** Starts vsftpd. Throws with its log when it does not come up, or when it may not name its password file to PAM. */
export const startVsftpd = async (options: VsftpdOptions = {}): Promise<Vsftpd> => {
  const binary = programPath('vsftpd')
  const [hosts, ports, certs] = await Promise.all([loopback(), freePorts('ftp', 'ftps'), certificates()])
  const passive = await freeRange(64)
  const launch = new Launch('vsftpd', options.place)
  // vsftpd gives up its rights and serves everybody's files as this user
  const guest = account('mail')
  for (const name of Object.keys(users)) launch.makeFolder(`home/${name}`, guest)
  launch.write('anonymous/pub/hello.txt', 'hello anonymous\n')
  launch.write('anonymous/pub/café.txt', 'café\n')
  launch.makeFolder('empty')
  const passwords = launch.write('passwords', Object.values(users).map(passwordLine).join(''), 0o600)
  const service = `linewire-vsftpd-${process.pid}-${launches++}`
  const { cert, key } = certs[options.certificate ?? 'server']
  const certFile = launch.write('server.pem', cert)
  const keyFile = launch.write('server.key', key, 0o600)
  // one process serves one address, and is either implicit TLS or not
  const instances = hosts.flatMap((host): Instance[] => [
    { host, port: ports.ftp, implicit: false },
    { host, port: ports.ftps, implicit: true },
  ])
  try {
    writePamService(launch, service, passwords)
    for (const [index, instance] of instances.entries()) {
      const conf = vsftpdConf(instance, {
        folder: launch.folder,
        log: launch.logFile(launch.path(`vsftpd-${index}.log`)),
        guest: guest.name,
        service,
        passive,
        requireSessionReuse: options.requireSessionReuse ?? true,
        foreignData: options.foreignData ?? false,
        idleTimeout: options.idleTimeout ?? 600,
        // 0: no limit
        maxPerIp: options.maxPerIp ?? 0,
        cert: certFile,
        key: keyFile,
      })
      launch.spawn(binary, [launch.write(`vsftpd-${index}.conf`, conf)])
    }
  } catch (error) {
    await launch.stop()
    throw error
  }
  await launch.listening(hosts, [ports.ftp, ports.ftps])
  return {
    ...launch.running(hosts, ports, certs),
    home: (user) => launch.path('home', user),
    anonymousRoot: launch.path('anonymous'),
    passive,
  }
}

const passwordLine = ({ name, crypt }: { name: string; crypt: string }): string => `${name}:${crypt}\n`

/** PAM takes services from one folder of the system alone: the only file that we write outside our own. */
const writePamService = (launch: Launch, service: string, passwords: string): void => {
  const file = join('/etc/pam.d', service)
  const lines = [
    `auth required pam_pwdfile.so pwdfile=${passwords}`,
    'account required pam_permit.so',
    'session required pam_permit.so',
  ]
  try {
    launch.writeOutside(file, `${lines.join('\n')}\n`)
  } catch (error) {
    throw new Error(`vsftpd checks passwords by PAM alone, and ${file} cannot be written`, { cause: error })
  }
}
