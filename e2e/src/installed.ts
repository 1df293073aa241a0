import { accessSync, constants } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRoot } from './accounts.ts'

/** Debian keeps servers where a plain user's PATH does not look. */
export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Where .ci/install-servers.sh unpacks what cannot be installed beside the others. */
const UNPACKED = join(dirname(dirname(fileURLToPath(import.meta.url))), '.servers')

interface Program {
  /** As its makers write it, with the release that the launcher's configuration is written for. */
  readonly label: string
  /** Every file that has to be there, the first that exists of each list; a bare name is looked for in PATH. */
  readonly files: readonly (readonly string[])[]
  readonly needsRoot: boolean
}

const programs = {
  curl: { label: 'curl', files: [['curl']], needsRoot: false },
  lftp: { label: 'lftp 4.9', files: [['lftp']], needsRoot: false },
  dovecot: {
    label: 'Dovecot 2.3',
    files: [
      ['dovecot'],
      ['/usr/lib/dovecot/imap'],
      ['/usr/lib/dovecot/pop3'],
      ['/usr/lib/dovecot/lmtp'],
      ['/usr/lib/dovecot/submission'],
    ],
    needsRoot: false,
  },
  postfix: { label: 'Postfix 3.7', files: [['/usr/lib/postfix/sbin/master']], needsRoot: true },
  vsftpd: {
    label: 'vsftpd 3.0',
    files: [
      [join(UNPACKED, 'vsftpd/usr/sbin/vsftpd'), 'vsftpd'],
      ['/usr/lib/x86_64-linux-gnu/security/pam_pwdfile.so', '/usr/lib/aarch64-linux-gnu/security/pam_pwdfile.so'],
    ],
    needsRoot: true,
  },
  proftpd: { label: 'ProFTPD 1.3', files: [['proftpd'], ['/usr/lib/proftpd/mod_tls.so']], needsRoot: true },
  pureftpd: {
    label: 'Pure-FTPd 1.0',
    files: [
      [join(UNPACKED, 'pure-ftpd/usr/sbin/pure-ftpd'), 'pure-ftpd'],
      [join(UNPACKED, 'pure-ftpd/usr/bin/pure-pw'), 'pure-pw'],
    ],
    needsRoot: true,
  },
  openssl: { label: 'OpenSSL s_server', files: [['openssl']], needsRoot: false },
  microsocks: { label: 'microsocks 1.0', files: [['microsocks']], needsRoot: false },
  tinyproxy: { label: 'tinyproxy 1.11', files: [['tinyproxy']], needsRoot: false },
  inn: { label: 'INN 2.7', files: [['/usr/lib/news/bin/innd'], ['/usr/lib/news/bin/nnrpd']], needsRoot: true },
} as const satisfies Record<string, Program>

export type ProgramName = keyof typeof programs

/** The program's name with its release, as test names and summaries show it. */
export const label = (name: ProgramName): string => programs[name].label

/** The path of the program, or undefined when it is not on this machine. */
export const find = (name: ProgramName): string | undefined => {
  const paths = programs[name].files.map(firstOf)
  return paths.every((path) => path !== undefined) ? paths[0] : undefined
}

/** Why a program cannot be used here, as a sentence; undefined when it can. */
export const missing = (name: ProgramName): string | undefined => {
  const absent = programs[name].files.find((choices) => firstOf(choices) === undefined)
  if (absent) return `${label(name)} is not installed (no ${absent.at(-1)})`
  if (programs[name].needsRoot && !isRoot()) return `${label(name)} can only be started by root`
  return undefined
}

/** The path of a program that is there. Throws the sentence of `missing` otherwise. */
export const programPath = (name: ProgramName): string => {
  const sentence = missing(name)
  const path = find(name)
  if (sentence || !path) throw new Error(sentence ?? `${label(name)} is not installed`)
  return path
}

const firstOf = (choices: readonly string[]): string | undefined => choices.flatMap(candidates).find(exists)

const candidates = (file: string): string[] =>
  file.startsWith('/') ? [file] : PATH.split(':').map((folder) => join(folder, file))

const exists = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}
