#!/bin/bash
# The real servers that the end-to-end tests drive, from Debian's packages; nothing of them is started as a service.
# Quick when everything is there. Root only.
set -euo pipefail
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

packages=(
  dovecot-core dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-submissiond
  postfix
  proftpd-core proftpd-mod-crypto
  libpam-pwdfile # vsftpd's passwords
  inn2 sasl2-bin libsasl2-modules
  microsocks tinyproxy
  curl lftp ca-certificates openssl
)
# with proftpd, all are the one "ftp-server" of a Debian machine: these are only unpacked
unpacked=(vsftpd pure-ftpd)

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
missing=()
for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
packed=()
for package in "${unpacked[@]}"; do [ -x "e2e/.servers/$package/usr/sbin/$package" ] || packed+=("$package"); done
if [ ${#missing[@]} = 0 ] && [ ${#packed[@]} = 0 ]; then
  echo 'the servers are installed'
  exit 0
fi

work=$(mktemp -d)
policy=/usr/sbin/policy-rc.d
made_policy=
cleanup() {
  rm -rf "$work"
  [ -z "$made_policy" ] || rm -f $policy
}
trap cleanup EXIT

# another apt may be at work on a machine that has just come up
apt=(apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
"${apt[@]}" update

if [ ${#missing[@]} != 0 ]; then
  # 101: no service may be started by an installation
  if [ ! -e $policy ]; then
    made_policy=yes
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
  fi
  # "Local only" writes /etc/postfix/main.cf; without that file the installation of inn2 fails
  debconf-set-selections <<'PRESEED'
postfix postfix/main_mailer_type select Local only
postfix postfix/mailname string localhost
PRESEED
  # inn2's installation fails on a host without a qualified name, unless inn.conf names a domain
  cat >"$work/inn.conf" <<'INN'
mta: "/bin/true %s"
pathnews: /usr/lib/news
pathdb: /var/lib/news
pathetc: /etc/news
pathspool: /var/spool/news
pathlog: /var/log/news
pathrun: /run/news
pathhost: news.lab.test
domain: lab.test
hismethod: hisv6
ovmethod: tradindexed
INN
  chmod 755 "$work"
  echo "installing ${missing[*]}"
  INNCONF="$work/inn.conf" "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >"$work/apt.log" 2>&1 || {
    cat "$work/apt.log"
    exit 1
  }
fi

for package in "${packed[@]}"; do
  echo "unpacking $package into e2e/.servers/$package"
  # apt downloads as a user of its own where it can
  chmod 777 "$work"
  (cd "$work" && "${apt[@]}" download "$package")
  mkdir -p "e2e/.servers/$package"
  dpkg -x "$work/${package}"_*.deb "e2e/.servers/$package"
done
echo 'the servers are installed'
