import type { Account } from './accounts.ts'
import type { PortRange } from './ports.ts'

interface Settings {
  folder: string
  owner: Account
  ports: Record<'ftp' | 'noReuse' | 'ftps', number>
  passive: PortRange
  foreignData: boolean
  idleTimeout: number
  users: string
  groups: string
  cert: string
  key: string
  ca: string
  maxPerHost: number | 'none'
}

/** What every virtual host has in common. */
export const sharedConf = (s: Settings): string => `DefaultRoot ~
RequireValidShell off
AuthOrder mod_auth_file.c
AuthUserFile ${s.users}
AuthGroupFile ${s.groups}
AuthPAM off
UseFtpUsers off
RootLogin off
MaxClientsPerHost ${s.maxPerHost}
AllowOverwrite on
AllowStoreRestart on
AllowRetrieveRestart on
TimesGMT on
PassivePorts ${s.passive.first} ${s.passive.last}
AllowForeignAddress ${s.foreignData ? 'on' : 'off'}
DeflateEngine on
DigestEngine on
TLSEngine on
TLSProtocol TLSv1.2 TLSv1.3
TLSRSACertificateFile ${s.cert}
TLSRSACertificateKeyFile ${s.key}
TLSCACertificateFile ${s.ca}
TLSVerifyClient off
TLSRenegotiate none
<Anonymous ${s.folder}/anonymous>
  User ftp
  Group ${s.owner.group}
  UserAlias anonymous ftp
  RequireValidShell off
  <Limit WRITE>
    DenyAll
  </Limit>
</Anonymous>
`

/** Not mod_unique_id: it refuses to start where the machine's own name cannot be resolved. */
const MODULES = ['tls', 'tls_shmcache', 'deflate', 'digest', 'site_misc', 'copy']

/**
 * The whole configuration of one ProFTPD 1.3, which serves one address. IgnoreSNI: with names of hosts in play it refuses a
 * TLS name that is none of them.
 */
export const proftpdConf = (s: Settings, host: string, files: string): string => `ModulePath /usr/lib/proftpd
${MODULES.map((name) => `LoadModule mod_${name}.c`).join('\n')}
ServerType standalone
ServerName "Lab ProFTPD"
ServerIdent on "Lab ProFTPD ready."
UseIPv6 ${host.includes(':') ? 'on' : 'off'}
DefaultAddress ${host}
SocketBindTight on
Port ${s.ports.ftp}
User ${s.owner.name}
Group ${s.owner.group}
Umask 022
MaxInstances 60
PidFile ${files}.pid
ScoreboardFile ${files}.scoreboard
DelayTable none
DelayEngine off
SystemLog ${files}.log
TransferLog ${files}.xfer
WtmpLog off
TLSLog ${files}.tls.log
TLSSessionCache shm:/file=${files}.tls.cache
TLSRequired off
TLSOptions IgnoreSNI
UseEncoding on
UseReverseDNS off
TimeoutIdle ${s.idleTimeout}
ShowSymlinks on
ListOptions ""
Include ${s.folder}/shared.conf
${virtualHost(s, host, s.ports.noReuse, 'TLSRequired on\n  TLSOptions NoSessionReuseRequired')}
${virtualHost(s, host, s.ports.ftps, 'TLSRequired auth+data\n  TLSOptions UseImplicitSSL')}
${virtualHost(s, host, s.ports.ftp, 'ServerAlias virtual.lab.test', 'virtual.lab.test')}`

const virtualHost = (s: Settings, host: string, port: number, more: string, name = `Lab ProFTPD ${port}`): string => `
<VirtualHost ${host}>
  ServerName "${name}"
  Port ${port}
  ${more}
  Include ${s.folder}/shared.conf
</VirtualHost>
`
