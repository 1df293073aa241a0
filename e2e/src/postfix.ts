import { utimesSync } from 'node:fs'
import { account, groupId } from './accounts.ts'
import { type CertificateName, certificates } from './certificates.ts'
import { type Dovecot, startDovecot } from './dovecot.ts'
import { programPath } from './installed.ts'
import { Launch, type Running } from './launcher.ts'
import { freePorts, loopback } from './ports.ts'
import { mainCf, masterCf } from './postfix-conf.ts'
import { makeQueue } from './postfix-queue.ts'

/** `smtp`: STARTTLS, AUTH in clear too. `submission`: both required. `smtps`: TLS at once. */
export type PostfixPort = 'smtp' | 'submission' | 'smtps'

export interface PostfixOptions {
  /** Who checks passwords and keeps the mail. */
  dovecot: Dovecot
  /** What it presents to clients; the right one by default. */
  certificate?: CertificateName
  /** Ports that were chosen before, since Dovecot's submission has to know them first. */
  ports?: Record<PostfixPort, number>
  /** Connections that it takes from one address: "421 … too many connections" in place of a greeting beyond. */
  maxPerClient?: number
}

/**
 * SMTP for lab.test: alice, bob, carol, `user+detail`, postmaster and jürgen (both alice's); reject@ gets 550 5.7.1, defer@
 * 451 4.3.0; user@lmtp.lab.test goes to Dovecot by LMTP. Other domains are taken after AUTH and thrown away. A client that
 * binds 127.0.0.9 may relay without AUTH, one on 127.0.0.8 is offered XCLIENT.
 */
export interface Postfix extends Running<PostfixPort> {
  readonly domain: 'lab.test'
}

/** Postfix's and Dovecot's ports together: mail that is sent is there to be read. */
export interface Mail extends Omit<Dovecot, 'ports'> {
  readonly ports: Dovecot['ports'] & Readonly<Record<PostfixPort | 'dovecotSubmission', number>>
  readonly domain: 'lab.test'
  readonly dovecot: Dovecot
  readonly postfix: Postfix
}

/** Starts Postfix beside a running Dovecot. Throws with its log when it does not come up. */
export const startPostfix = async (options: PostfixOptions): Promise<Postfix> => {
  const master = programPath('postfix')
  const { dovecot } = options
  const [hosts, certs] = await Promise.all([loopback(), certificates()])
  const ports = options.ports ?? (await choosePorts())
  const launch = new Launch('postfix')
  const { cert, key } = certs[options.certificate ?? 'server']
  makeQueue(launch, account('postfix'), groupId('postdrop'))
  const files = [
    launch.write(
      'etc/main.cf',
      mainCf({
        folder: launch.folder,
        log: launch.logFile(launch.path('postfix.log')),
        hosts,
        mailRoot: dovecot.mailRoot,
        owner: account('mail'),
        dovecotPorts: dovecot.ports,
        // 0: no limit
        maxPerClient: options.maxPerClient ?? 0,
        cert: launch.write('server.pem', cert),
        key: launch.write('server.key', key, 0o600),
      }),
    ),
    launch.write('etc/master.cf', masterCf(ports)),
  ]
  // Postfix sleeps 2 s at its start when its configuration is younger than that
  const hourAgo = Date.now() / 1000 - 3600
  for (const file of files) utimesSync(file, hourAgo, hourAgo)
  launch.spawn(master, ['-c', launch.path('etc')], { cwd: launch.path('queue') })
  await launch.listening(hosts, Object.values(ports))
  return {
    ...launch.running(hosts, ports, certs),
    domain: 'lab.test',
  }
}

/** Starts Dovecot and Postfix, each knowing the other. */
export const startMail = async (options: Pick<PostfixOptions, 'certificate' | 'maxPerClient'> = {}): Promise<Mail> => {
  programPath('postfix')
  const ports = await choosePorts()
  const dovecot = await startDovecot({
    ...(options.certificate ? { certificate: options.certificate } : {}),
    relayPort: ports.smtp,
  })
  const postfix = await startPostfix({ ...options, dovecot, ports }).catch(async (error: unknown) => {
    await dovecot.stop()
    throw error
  })
  return {
    ...dovecot,
    ports: { ...dovecot.ports, ...postfix.ports, dovecotSubmission: dovecot.ports.submission },
    domain: 'lab.test',
    dovecot,
    postfix,
    log: () => dovecot.log() + postfix.log(),
    stop: async () => {
      await postfix.stop()
      await dovecot.stop()
    },
  }
}

const choosePorts = (): Promise<Record<PostfixPort, number>> => freePorts('smtp', 'submission', 'smtps')
