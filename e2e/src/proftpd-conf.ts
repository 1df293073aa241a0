import type { Account } from './accounts.ts'
import type { PortRange } from './ports.ts'

interface Settings {
  folder: string
  owner: Account
  hosts: readonly string[]
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

/** The whole configuration of ProFTPD 1.3. IgnoreSNI: with names of hosts in play it refuses a TLS name that is none of them. */
export const proftpdConf = (s: Settings): string => `ModulePath /usr/lib/proftpd
${MODULES.map((name) => `LoadModule mod_${name}.c`).join('\n')}
ServerType standalone
ServerName "Lab ProFTPD"
ServerIdent on "Lab ProFTPD ready."
UseIPv6 ${s.hosts.length > 1 ? 'on' : 'off'}
DefaultAddress 127.0.0.1
SocketBindTight on
Port ${s.ports.ftp}
User ${s.owner.name}
Group ${s.owner.group}
Umask 022
MaxInstances 60
PidFile ${s.folder}/proftpd.pid
ScoreboardFile ${s.folder}/scoreboard
DelayTable none
DelayEngine off
SystemLog ${s.folder}/proftpd.log
TransferLog ${s.folder}/xfer.log
WtmpLog off
TLSLog ${s.folder}/tls.log
TLSSessionCache shm:/file=${s.folder}/tls.cache
TLSRequired off
TLSOptions IgnoreSNI
UseEncoding on
UseReverseDNS off
TimeoutIdle ${s.idleTimeout}
ShowSymlinks on
ListOptions ""
Include ${s.folder}/shared.conf
${virtualHosts(s).join('')}`

const virtualHosts = (s: Settings): string[] => [
  virtualHost(s, '127.0.0.1', s.ports.noReuse, 'TLSRequired on\n  TLSOptions NoSessionReuseRequired'),
  virtualHost(s, '127.0.0.1', s.ports.ftps, 'TLSRequired auth+data\n  TLSOptions UseImplicitSSL'),
  virtualHost(s, '127.0.0.1', s.ports.ftp, 'ServerAlias virtual.lab.test', 'virtual.lab.test'),
  ...s.hosts.filter((host) => host !== '127.0.0.1').map((host) => virtualHost(s, host, s.ports.ftp, '')),
]

const virtualHost = (s: Settings, host: string, port: number, more: string, name = `Lab ProFTPD ${port}`): string => `
<VirtualHost ${host}>
  ServerName "${name}"
  Port ${port}
  ${more}
  Include ${s.folder}/shared.conf
</VirtualHost>
`
