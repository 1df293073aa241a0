import { join } from 'node:path'
import { account, isRoot, self } from './accounts.ts'
import { type CertificateName, certificates } from './certificates.ts'
import { dovecotConf } from './dovecot-conf.ts'
import { programPath } from './installed.ts'
import { Launch, type Running } from './launcher.ts'
import { freePorts, loopback } from './ports.ts'
import { AUTHORISED_PARTY, bearerToken, KEY_ID, SECRET } from './tokens.ts'
import { type Users, users } from './users.ts'

/** `auth` is the SASL service that Postfix asks. */
export type DovecotPort = 'imap' | 'imaps' | 'pop3' | 'pop3s' | 'lmtp' | 'submission' | 'auth'

export interface DovecotOptions {
  /** What it presents to clients; the right one by default. */
  certificate?: CertificateName
  /** Where its submission service sends mail on: Postfix's `smtp` port. Without it submission takes no mail. */
  relayPort?: number
  /**
   * Lets one POP3 session at a time into a maildrop. A second from the same address hears [IN-USE] at once; one from
   * another address, 127.0.0.2 for one, waits for the lock, which takes ten seconds that no setting changes.
   */
  oneSession?: boolean
  /** IMAP connections that a user may have from one address. */
  maxPerUser?: number
  /** Asks for a certificate of the client's and takes its common name for the user: EXTERNAL. */
  clientCertificates?: boolean
}

/**
 * IMAP, POP3, LMTP and submission; STARTTLS and TLS at once; every SASL mechanism. Quirks that tests can use:
 * a client that binds 127.0.0.2 as its own address gets LOGINDISABLED until STARTTLS (one on 127.0.0.1 counts as secured),
 * one that binds 127.0.0.3 is offered LITERAL- in place of LITERAL+.
 */
export interface Dovecot extends Running<DovecotPort> {
  /** A user's Maildir, INBOX itself: `new/`, `cur/`, `.Sent/` and so on. */
  maildir(user: keyof Users): string
  /** The folder that holds the users' home folders. */
  readonly mailRoot: string
  /** For OAUTHBEARER and XOAUTH2. */
  token: typeof bearerToken
}

/** Starts Dovecot. Throws with its log when it does not come up. */
export const startDovecot = async (options: DovecotOptions = {}): Promise<Dovecot> => {
  const binary = programPath('dovecot')
  const [hosts, ports, certs] = await Promise.all([
    loopback(),
    freePorts('imap', 'imaps', 'pop3', 'pop3s', 'lmtp', 'submission', 'auth'),
    certificates(),
  ])
  const launch = new Launch('dovecot')
  const owner = isRoot() ? account('mail') : self()
  const mailRoot = launch.makeFolder('mail', owner)
  launch.makeFolder('state', owner)
  launch.makeFolder('base')
  launch.write(`keys/${AUTHORISED_PARTY}/HS256/${KEY_ID}`, Buffer.from(SECRET).toString('base64'))
  const { cert, key } = certs[options.certificate ?? 'server']
  const conf = dovecotConf({
    folder: launch.folder,
    mailRoot,
    log: launch.logFile(launch.path('dovecot.log')),
    hosts,
    ports,
    relayPort: options.relayPort ?? ports.submission,
    oneSession: options.oneSession ?? false,
    owner,
    loginUser: isRoot() ? 'dovenull' : owner.name,
    internal: isRoot() ? account('dovecot') : owner,
    cert: launch.write('server.pem', cert),
    key: launch.write('server.key', key, 0o600),
    ca: launch.write('ca.pem', certs.ca),
    maxPerUser: options.maxPerUser ?? 200,
    clientCertificates: options.clientCertificates ?? false,
    users: launch.write('users', Object.values(users).map(userLine(owner, mailRoot)).join('')),
    oauth2: launch.write(
      'oauth2.ext',
      `introspection_mode = local
local_validation_key_dict = fs:posix:prefix=${launch.path('keys')}/
username_attribute = sub
active_attribute = active
`,
    ),
  })
  launch.spawn(binary, ['-F', '-c', launch.write('dovecot.conf', conf)])
  await launch.listening(hosts, Object.values(ports))
  return {
    ...launch.running(hosts, ports, certs),
    mailRoot,
    maildir: (user) => join(mailRoot, user, 'Maildir'),
    token: bearerToken,
  }
}

/** name:password:uid:gid:(gecos):home:(shell):extra fields. Plain passwords, since only they serve every mechanism. */
const userLine =
  ({ uid, gid }: { uid: number; gid: number }, mailRoot: string) =>
  ({ name, password }: { name: string; password: string }): string => {
    const quota = name === 'bob' ? 'userdb_quota_rule=*:storage=1M' : ''
    return `${name}:{PLAIN}${password}:${uid}:${gid}::${mailRoot}/${name}::${quota}\n`
  }
