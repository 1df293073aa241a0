import type { PortRange } from './ports.ts'

/** One vsftpd process. */
export interface Instance {
  readonly host: string
  readonly port: number
  readonly implicit: boolean
}

interface Settings {
  folder: string
  log: string
  guest: string
  service: string
  passive: PortRange
  requireSessionReuse: boolean
  maxPerIp: number
  foreignData: boolean
  idleTimeout: number
  cert: string
  key: string
}

/** The whole configuration of one vsftpd 3.0 process. */
export const vsftpdConf = (instance: Instance, s: Settings): string => `background=NO
${listen(instance)}
${people(s)}
${transfers(s)}
${tls(instance, s)}
ftpd_banner=Lab vsftpd ready.
xferlog_enable=YES
dual_log_enable=NO
vsftpd_log_file=${s.log}
log_ftp_protocol=YES
max_login_fails=10
delay_failed_login=0
delay_successful_login=0
max_per_ip=${s.maxPerIp}
idle_session_timeout=${s.idleTimeout}
data_connection_timeout=300
# neither works inside most containers
seccomp_sandbox=NO
isolate_network=NO
`

const listen = ({ host, port }: Instance): string =>
  host.includes(':')
    ? `listen=NO\nlisten_ipv6=YES\nlisten_address6=${host}\nlisten_port=${port}`
    : `listen=YES\nlisten_ipv6=NO\nlisten_address=${host}\nlisten_port=${port}`

const people = (s: Settings): string => `anonymous_enable=YES
anon_root=${s.folder}/anonymous
no_anon_password=NO
local_enable=YES
local_umask=022
guest_enable=YES
guest_username=${s.guest}
virtual_use_local_privs=YES
user_sub_token=$USER
local_root=${s.folder}/home/$USER
chroot_local_user=YES
allow_writeable_chroot=YES
nopriv_user=${s.guest}
ftp_username=${s.guest}
secure_chroot_dir=${s.folder}/empty
pam_service_name=${s.service}`

const transfers = (s: Settings): string => `write_enable=YES
dirmessage_enable=YES
use_localtime=NO
ls_recurse_enable=YES
mdtm_write=YES
connect_from_port_20=NO
port_enable=YES
pasv_enable=YES
pasv_min_port=${s.passive.first}
pasv_max_port=${s.passive.last}
port_promiscuous=${s.foreignData ? 'YES' : 'NO'}
pasv_promiscuous=${s.foreignData ? 'YES' : 'NO'}
async_abor_enable=YES
ascii_upload_enable=YES
ascii_download_enable=YES
utf8_filesystem=YES`

const tls = ({ implicit }: Instance, s: Settings): string => `ssl_enable=YES
implicit_ssl=${implicit ? 'YES' : 'NO'}
allow_anon_ssl=YES
force_local_logins_ssl=NO
force_local_data_ssl=NO
force_anon_logins_ssl=NO
force_anon_data_ssl=NO
require_ssl_reuse=${s.requireSessionReuse ? 'YES' : 'NO'}
ssl_tlsv1=YES
ssl_sslv2=NO
ssl_sslv3=NO
ssl_ciphers=HIGH
rsa_cert_file=${s.cert}
rsa_private_key_file=${s.key}`
