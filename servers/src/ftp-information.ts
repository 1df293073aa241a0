import type { FtpConversation, FtpHandler } from './ftp-conversation.ts'
import { listing } from './ftp-list.ts'
import { FACTS } from './ftp-listing.ts'

/** The lines of FEAT, by the name under which an option leaves them out. RFC 2389 §3.2 */
function features(ftp: FtpConversation): string[] {
  const facts = FACTS.map((fact) => `${fact}${ftp.facts.includes(fact) ? '*' : ''};`).join('')
  const tls = ftp.options.tls === 'starttls' ? ['AUTH TLS'] : []
  const protection = (ftp.options.tls ?? 'none') === 'none' ? [] : ['PBSZ', 'PROT']
  const all = [...tls, 'EPRT', 'EPSV', 'MDTM', 'MFMT', `MLST ${facts}`, ...protection, 'REST STREAM', 'SIZE', 'TVFS']
  if (ftp.session.encoding === 'utf8') all.push('UTF8')
  all.push(...(ftp.options.features ?? []))
  return all.filter((line) => !ftp.leftOut(line.split(' ')[0]!))
}

/** Parameters and information. RFC 959 §4.1.2, 4.1.3, RFC 2389 */
export const informationCommands: Record<string, FtpHandler> = {
  FEAT: (ftp) =>
    ftp.reply(
      `211-Features:\r\n${features(ftp)
        .map((line) => ` ${line}\r\n`)
        .join('')}211 End`,
    ),

  async OPTS(ftp, argument) {
    const [name = '', ...rest] = argument.split(' ')
    if (/^UTF-?8$/i.test(name) && !ftp.leftOut('UTF8')) return ftp.reply('200 UTF8 set to on.')
    if (!/^MLST$/i.test(name) || ftp.leftOut('MLST')) return ftp.reply('501 Option not understood.')
    const wanted = rest.join(' ').toLowerCase().split(';')
    ftp.facts = FACTS.filter((fact) => wanted.includes(fact.toLowerCase()))
    // RFC 3659 §7.9: the answer names the facts that are on
    return ftp.reply(`200 MLST OPTS ${ftp.facts.map((fact) => `${fact};`).join('')}`.trimEnd())
  },

  async TYPE(ftp, argument) {
    const match = /^(A|I|L)(?: (N|8))?$/i.exec(argument)
    if (!match) return ftp.reply('504 Command not implemented for that parameter.')
    ftp.type = match[1]!.toUpperCase() === 'A' ? 'A' : 'I'
    return ftp.reply(`200 Type set to ${ftp.type}.`)
  },

  async MODE(ftp, argument) {
    const mode = argument.toUpperCase()
    if (mode !== 'S' && !ftp.options.features?.includes(`MODE ${mode}`)) return ftp.reply('504 Only MODE S.')
    ftp.mode = mode === 'Z' ? 'Z' : 'S'
    return ftp.reply(`200 Mode set to ${ftp.mode}.`)
  },
  STRU: (ftp, argument) => ftp.reply(/^F$/i.test(argument) ? '200 Structure set to F.' : '504 Only STRU F.'),
  SYST: (ftp) => ftp.reply(ftp.options.listing === 'dos' ? '215 Windows_NT' : '215 UNIX Type: L8'),
  NOOP: (ftp) => ftp.reply('200 NOOP command successful.'),
  HELP: (ftp) =>
    ftp.reply('214-The RFC 959 commands are known,\r\n and those of RFC 2389, 2428, 3659 and 4217.\r\n214 End'),

  async STAT(ftp, argument) {
    if (argument === '') {
      const who = ftp.user ? `Logged in as ${ftp.name}` : 'Not logged in'
      return ftp.reply(`211-FTP server status:\r\n ${who}\r\n TYPE: ${ftp.type}; MODE: S; STRU: F\r\n211 End`)
    }
    if (!ftp.user) return ftp.reply('530 Please login with USER and PASS.')
    const lines = listing(ftp, argument, 'LIST')
    if (typeof lines === 'string') return ftp.reply(`450 ${argument}: No such file.`)
    return ftp.reply(`213-Status of ${argument}:\r\n${lines.map((line) => ` ${line}\r\n`).join('')}213 End`)
  },
}
