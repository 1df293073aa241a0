import type { Account } from './accounts.ts'
import { users } from './users.ts'

interface Settings {
  folder: string
  log: string
  hosts: readonly string[]
  mailRoot: string
  owner: Account
  dovecotPorts: { lmtp: number; auth: number }
  maxPerClient: number
  cert: string
  key: string
}

/** The whole main.cf of Postfix 3.7: nothing of /etc/postfix is read but the list of its own files. */
export const mainCf = (s: Settings): string => `compatibility_level = 3.6
queue_directory = ${s.folder}/queue
data_directory = ${s.folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
sendmail_path = /usr/sbin/sendmail
mail_owner = postfix
setgid_group = postdrop
multi_instance_name =
inet_interfaces = ${s.hosts.map((host) => (host.includes(':') ? `[${host}]` : host)).join(', ')}
inet_protocols = ${s.hosts.length > 1 ? 'all' : 'ipv4'}
maillog_file = ${s.log}
maillog_file_prefixes = ${s.folder}
import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ LANG=C POSTLOG_SERVICE POSTLOG_HOSTNAME
myhostname = mx.lab.test
mydomain = lab.test
myorigin = lab.test
mydestination = localhost.lab.test
mynetworks = 127.0.0.9/32
alias_maps =
alias_database =
local_recipient_maps =
append_dot_mydomain = no
biff = no
disable_dns_lookups = yes
smtp_host_lookup = native
default_transport = discard
relay_domains = lmtp.lab.test
transport_maps = inline:{ lmtp.lab.test=lmtp:inet:127.0.0.1:${s.dovecotPorts.lmtp} }
virtual_mailbox_domains = lab.test, localhost
virtual_transport = virtual
virtual_mailbox_base = ${s.mailRoot}
virtual_mailbox_maps = inline:{ ${mailboxes().join(' ')} }
virtual_alias_maps = inline:{ postmaster@lab.test=alice@lab.test }
virtual_minimum_uid = 1
virtual_uid_maps = static:${s.owner.uid}
virtual_gid_maps = static:${s.owner.gid}
recipient_delimiter = +
message_size_limit = 10485760
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_helo_required = yes
smtpd_recipient_limit = 100
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
smtpd_junk_command_limit = 1000
smtpd_client_connection_count_limit = ${s.maxPerClient}
smtpd_timeout = 300s
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access inline:{ { defer@lab.test = 451 4.3.0 Try later } { reject@lab.test = 550 5.7.1 Not wanted here } }
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${s.cert}
smtpd_tls_key_file = ${s.key}
smtpd_tls_loglevel = 1
smtpd_tls_auth_only = no
smtpd_tls_session_cache_database =
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${s.dovecotPorts.auth}
smtpd_sasl_security_options = noanonymous
smtpd_authorized_xclient_hosts = 127.0.0.8
minimal_backoff_time = 5s
maximal_backoff_time = 10s
queue_run_delay = 5s
bounce_queue_lifetime = 60s
maximal_queue_lifetime = 60s
in_flow_delay = 0
`

const mailboxes = (): string[] => [
  ...Object.keys(users).flatMap((name) =>
    ['lab.test', 'localhost'].map((domain) => `${name}@${domain}=${name}/Maildir/`),
  ),
  // the refused ones have to be known, or they would be refused for another reason
  ...['jürgen', 'defer', 'reject'].map((name) => `${name}@lab.test=alice/Maildir/`),
]

/** The whole master.cf: the listening services and the house's own. */
export const masterCf = (ports: Record<'smtp' | 'submission' | 'smtps', number>): string => `
${ports.smtp} inet n - n - - smtpd
${ports.submission} inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_tls_auth_only=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
${ports.smtps} inet n - n - - smtpd
  -o syslog_name=postfix/smtps
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`
