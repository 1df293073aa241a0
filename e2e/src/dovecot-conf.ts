import type { Account } from './accounts.ts'

interface Settings {
  folder: string
  mailRoot: string
  log: string
  hosts: readonly string[]
  ports: Record<'imap' | 'imaps' | 'pop3' | 'pop3s' | 'lmtp' | 'submission' | 'auth', number>
  relayPort: number
  oneSession: boolean
  /** Whose the mail is. */
  owner: Account
  loginUser: string
  internal: Account
  cert: string
  key: string
  ca: string
  maxPerUser: number
  clientCertificates: boolean
  users: string
  oauth2: string
}

/** The whole configuration of Dovecot 2.3: nothing of /etc/dovecot is read. */
export const dovecotConf = (s: Settings): string => `
${base(s)}
${authentication(s)}
${mail(s)}
${protocols(s)}
${services(s)}
`

const base = (s: Settings): string => `
base_dir = ${s.folder}/base
state_dir = ${s.folder}/state
instance_name = linewire
listen = ${s.hosts.join(', ')}
protocols = imap pop3 lmtp submission
log_path = ${s.log}
shutdown_clients = yes
default_internal_user = ${s.internal.name}
default_internal_group = ${s.internal.group}
default_login_user = ${s.loginUser}
first_valid_uid = ${s.owner.uid}
first_valid_gid = 0
mail_uid = ${s.owner.uid}
mail_gid = ${s.owner.gid}
mail_access_groups =
default_vsz_limit = 0
default_process_limit = 50
default_client_limit = 300
login_greeting = Lab ready.
login_trusted_networks =
hostname = localhost

ssl = yes
ssl_cert = <${s.cert}
ssl_key = <${s.key}
ssl_ca = <${s.ca}
ssl_min_protocol = TLSv1.2
${s.clientCertificates ? clientCertificates : 'ssl_verify_client_cert = no'}
`

/** The certificate's name is the user's, and no password is asked for. */
const clientCertificates = `ssl_verify_client_cert = yes
ssl_require_crl = no
ssl_cert_username_field = commonName
auth_ssl_username_from_cert = yes
passdb {
  driver = static
  mechanisms = external
  args = nopassword=yes
}`

const authentication = (s: Settings): string => `
disable_plaintext_auth = yes
auth_mechanisms = plain login cram-md5 digest-md5 apop scram-sha-1 scram-sha-256 oauthbearer xoauth2 anonymous${s.clientCertificates ? ' external' : ''}
auth_anonymous_username = anon
auth_failure_delay = 0
auth_verbose = yes
auth_username_format = %Ln
passdb {
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = ${s.oauth2}
}
passdb {
  driver = passwd-file
  mechanisms = plain login cram-md5 digest-md5 apop scram-sha-1 scram-sha-256 anonymous
  args = scheme=PLAIN username_format=%n ${s.users}
}
userdb {
  driver = passwd-file
  args = username_format=%n ${s.users}
}
# anybody else (anonymous)
userdb {
  driver = static
  args = uid=${s.owner.uid} gid=${s.owner.gid} home=${s.mailRoot}/%n
}
`

const mail = (s: Settings): string => `
mail_home = ${s.mailRoot}/%n
mail_location = maildir:~/Maildir
mail_plugins = quota acl zlib notify
mailbox_list_index = yes
mail_attribute_dict = file:%h/dovecot-attributes
recipient_delimiter = +
namespace inbox {
  inbox = yes
  separator = /
  prefix =
${['Drafts', 'Sent', 'Trash', 'Junk', 'Archive'].map(specialUse).join('')}}
namespace shared {
  type = shared
  separator = /
  prefix = user/%%u/
  location = maildir:${s.mailRoot}/%%n/Maildir:INDEXPVT=~/shared/%%u
  subscriptions = no
  list = children
}
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=50M:messages=5000
  acl = vfile
  acl_shared_dict = file:${s.folder}/state/shared-mailboxes
}
`

const specialUse = (name: string): string => `  mailbox ${name} {
    special_use = \\${name}
    auto = ${name === 'Drafts' || name === 'Sent' ? 'subscribe' : 'create'}
  }
`

const protocols = (s: Settings): string => `
protocol imap {
  mail_plugins = $mail_plugins imap_quota imap_acl imap_zlib
  imap_metadata = yes
  imap_idle_notify_interval = 5 secs
  imap_id_send = name "Dovecot" version * os *
  imap_id_log = *
  mail_max_userip_connections = ${s.maxPerUser}
  imap_urlauth_host = *
  imap_urlauth_port = ${s.ports.imap}
}
protocol pop3 {
  pop3_uidl_format = %08Xu%08Xv
  mail_max_userip_connections = ${s.oneSession ? 1 : 200}
  pop3_lock_session = ${s.oneSession ? 'yes' : 'no'}
}
protocol lmtp {
  auth_username_format = %Ln
}
lmtp_save_to_detail_mailbox = no
submission_relay_host = 127.0.0.1
submission_relay_port = ${s.relayPort}
submission_relay_trusted = no
submission_client_workarounds =
submission_host = localhost:${s.ports.submission}
remote 127.0.0.3 {
  imap_literal_minus = yes
}
`

// "chroot =" lets it run without root too
const services = ({ ports, internal }: Settings): string => `
service imap-login {
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service pop3-login {
  chroot =
  service_count = 0
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${ports.pop3s}
    ssl = yes
  }
}
service submission-login {
  chroot =
  service_count = 0
  inet_listener submission {
    port = ${ports.submission}
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${ports.lmtp}
  }
}
service auth {
  inet_listener {
    port = ${ports.auth}
  }
}
service anvil {
  chroot =
  # no growing delay after failed logins
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-urlauth-login {
  chroot =
}
service indexer-worker {
  user = ${internal.name}
}
`
