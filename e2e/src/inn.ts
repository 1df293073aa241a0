import { hostname } from 'node:os'
import { account, isRoot } from './accounts.ts'
import { type CertificateName, certificates } from './certificates.ts'
import { innConf, readersConf, smallFiles } from './inn-conf.ts'
import { activeFile, activeTimes, newsgroupsFile } from './inn-groups.ts'
import { seed } from './inn-seed.ts'
import { programPath } from './installed.ts'
import { Launch, type Running } from './launcher.ts'
import { freePorts, loopback } from './ports.ts'
import { users } from './users.ts'

/**
 * `transit`: innd (IHAVE, CHECK, TAKETHIS; MODE READER hands over to nnrpd). `nntp`: nnrpd, anonymous reading and posting,
 * AUTHINFO, STARTTLS. `login`: nnrpd that answers 480 until AUTHINFO. `nntps`: nnrpd, TLS at once.
 */
export type InnPort = 'transit' | 'nntp' | 'login' | 'nntps'

export interface InnOptions {
  /** What it presents to clients; the right one by default. */
  certificate?: CertificateName
  /** Connections that innd (`transit`) keeps: "400 Too many connections" beyond. Those that it hands over do not count. */
  maxConnections?: number
}

/** NNTP with the groups of `inn-groups.ts` and the articles of `inn-seed.ts`. */
export interface Inn extends Running<InnPort> {}

const PROGRAMS = '/usr/lib/news/bin'
const DATA = ['db', 'run', 'log/OLD', 'spool/articles', 'spool/overview', 'spool/incoming/bad', 'spool/incoming/tmp']
const MORE = ['spool/outgoing', 'spool/archive', 'spool/innfeed', 'http', 'tmp', 'etc/filter']

/** Starts innd and three nnrpd, and fills the groups. Throws with their logs when they do not come up. */
export const startInn = async (options: InnOptions = {}): Promise<Inn> => {
  const innd = programPath('inn')
  const [hosts, ports, certs] = await Promise.all([
    loopback(),
    freePorts('transit', 'nntp', 'login', 'nntps'),
    certificates(),
  ])
  // innd insists on this user and this group, whatever its configuration says
  const news = account('news')
  const launch = new Launch('inn')
  launch.makeFolder('', news)
  for (const folder of ['etc', 'spool', 'spool/incoming', 'log', ...DATA, ...MORE]) launch.makeFolder(folder, news)
  const write = (path: string, text: string, mode = 0o644) => launch.write(path, text, mode, news)
  const { cert, key } = certs[options.certificate ?? 'server']
  const settings = {
    folder: launch.folder,
    port: ports.transit,
    maxConnections: options.maxConnections ?? 100,
    hosts,
    owner: news,
    cert: write('etc/server.pem', cert),
    key: write('etc/server.key', key, 0o600),
    ca: write('etc/ca.pem', certs.ca),
    users: write(
      'etc/newsusers',
      Object.values(users)
        .map(({ name, crypt }) => `${name}:${crypt}\n`)
        .join(''),
      0o600,
    ),
  }
  write('etc/inn.conf', innConf(settings))
  for (const [file, text] of Object.entries(smallFiles)) write(`etc/${file}`, text)
  const readers = write('etc/readers.conf', readersConf(settings.users, 'reads and posts'))
  const readersLogin = write('etc/readers-login.conf', readersConf(settings.users, 'has to log in'))
  write('db/active', activeFile())
  write('db/newsgroups', newsgroupsFile())
  write('db/active.times', activeTimes())
  const run = {
    as: news,
    cwd: launch.path('db'),
    env: { INNCONF: launch.path('etc/inn.conf'), SASL_CONF_PATH: launch.path('etc') },
  }
  try {
    await sasl(launch, write)
    const history = write('db/history', '')
    await launch.execute(`${PROGRAMS}/makedbz`, ['-i', '-o', '-s', '5000', '-f', history], run)
    launch.spawn(innd, ['-d', '-u'], run)
    const listen = hosts.flatMap((host) => [host.includes(':') ? '-6' : '-4', host])
    for (const [port, more] of [
      [ports.nntp, ['-c', readers]],
      [ports.login, ['-c', readersLogin]],
      [ports.nntps, ['-S', '-c', readers]],
    ] as const) {
      launch.spawn(`${PROGRAMS}/nnrpd`, ['-D', '-f', '-n', '-p', String(port), ...listen, ...more], run)
    }
    // SIGTERM alone may take innd more than five seconds
    launch.beforeStop(async () => {
      await launch.execute(`${PROGRAMS}/ctlinnd`, ['-s', '-t', '3', 'shutdown', 'stop'], run)
    })
    await launch.listening(hosts, Object.values(ports))
    await seed('127.0.0.1', ports.transit)
  } catch (error) {
    await launch.stop()
    throw error
  }
  return {
    ...launch.running(hosts, ports, certs),
  }
}

/** AUTHINFO SASL asks Cyrus SASL, whose application names are "nnrpd" and "INN"; the realm is the host's name. */
const sasl = async (launch: Launch, write: (path: string, text: string, mode?: number) => string): Promise<void> => {
  const database = launch.path('etc/sasldb2')
  const conf = `pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: ${database}
mech_list: PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512
`
  write('etc/nnrpd.conf', conf)
  write('etc/INN.conf', conf)
  for (const realm of new Set(['news.lab.test', 'localhost', 'lab.test', hostname()])) {
    for (const { name, password } of Object.values(users)) {
      await launch.execute('saslpasswd2', ['-p', '-c', '-f', database, '-u', realm, name], { input: password })
    }
  }
  if (isRoot()) await launch.execute('chown', ['news:news', database])
}
