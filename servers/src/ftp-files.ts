import { type FtpConversation, type FtpHandler, missing } from './ftp-conversation.ts'
import { factsLine, parseTimeVal, timeVal } from './ftp-listing.ts'
import { asSent } from './ftp-type.ts'

/** A path inside a reply: quotes are doubled. RFC 959 appendix II */
const quoted = (path: string): string => `"${path.replaceAll('"', '""')}"`

/** Wraps a command that changes files: 550 for those who may only read, 501 without an argument. */
const change =
  (handler: FtpHandler): FtpHandler =>
  async (ftp, argument) => {
    if (!ftp.writable) return ftp.reply('550 Permission denied.')
    return argument === '' ? ftp.reply('501 A path is needed.') : handler(ftp, argument)
  }

async function chdir(ftp: FtpConversation, argument: string): Promise<boolean> {
  const path = ftp.path(argument)
  if (!ftp.files.directory(path)) return ftp.reply(missing(argument))
  ftp.directory = path
  return ftp.reply('250 Directory changed.')
}

/** Directories and files, without a data connection. RFC 959 §4.1.3, RFC 3659 §3, 4, 7 */
export const fileCommands: Record<string, FtpHandler> = {
  CWD: chdir,
  CDUP: (ftp) => chdir(ftp, '..'),
  PWD: (ftp) => ftp.reply(`257 ${quoted(ftp.directory)} is the current directory.`),

  MKD: change(async (ftp, argument) => {
    const path = ftp.path(argument)
    if (ftp.files.find(path)) return ftp.reply(`550 ${argument}: File exists.`)
    return ftp.reply(ftp.files.make(path, ftp.name) ? `257 ${quoted(path)} created.` : missing(argument))
  }),

  RMD: change(async (ftp, argument) => {
    const node = ftp.files.directory(ftp.path(argument))
    if (!node || node === ftp.files.root) return ftp.reply(missing(argument))
    if (node.children.size > 0) return ftp.reply(`550 ${argument}: Directory not empty.`)
    ftp.files.remove(ftp.path(argument))
    return ftp.reply('250 Directory removed.')
  }),

  DELE: change(async (ftp, argument) => {
    if (!ftp.files.file(ftp.path(argument))) return ftp.reply(missing(argument))
    ftp.files.remove(ftp.path(argument))
    return ftp.reply('250 File removed.')
  }),

  RNFR: change(async (ftp, argument) => {
    if (!ftp.files.find(ftp.path(argument))) return ftp.reply(missing(argument))
    ftp.renameFrom = ftp.path(argument)
    return ftp.reply('350 Ready for the new name.')
  }),

  RNTO: change(async (ftp, argument) => {
    const from = ftp.renameFrom
    ftp.renameFrom = undefined
    if (from === undefined) return ftp.reply('503 RNFR comes first.')
    return ftp.reply(ftp.files.rename(from, ftp.path(argument)) ? '250 Renamed.' : `553 ${argument}: Name not allowed.`)
  }),

  async SIZE(ftp, argument) {
    const file = ftp.files.file(ftp.path(argument))
    if (!file) return ftp.reply(`550 ${argument}: not a plain file.`)
    // RFC 3659 §4: the octets that a transfer in this type would take
    return ftp.reply(`213 ${asSent(file.content, ftp.type).length}`)
  },

  async MDTM(ftp, argument) {
    const file = ftp.files.file(ftp.path(argument))
    return ftp.reply(file ? `213 ${timeVal(file.modified)}` : `550 ${argument}: not a plain file.`)
  },

  MFMT: change(async (ftp, argument) => {
    const space = argument.indexOf(' ')
    const modified = parseTimeVal(argument.slice(0, space))
    if (!modified) return ftp.reply('501 A time (YYYYMMDDHHMMSS) and a path are needed.')
    const path = argument.slice(space + 1)
    const node = ftp.files.find(ftp.path(path))
    if (!node) return ftp.reply(missing(path))
    node.modified = modified
    return ftp.reply(`213 Modify=${timeVal(modified)}; ${path}`)
  }),

  async MLST(ftp, argument) {
    const path = ftp.path(argument)
    const node = ftp.files.find(path)
    if (!node) return ftp.reply(missing(argument))
    return ftp.reply(`250- Listing ${path}\r\n ${factsLine(path, node, ftp.facts, ftp.writable)}\r\n250 End`)
  },

  async SITE(ftp, argument) {
    const match = /^CHMOD ([0-7]{3,4}) (.+)$/i.exec(argument)
    if (!match)
      return ftp.reply(/^HELP\b/i.test(argument) ? '214 SITE commands: CHMOD HELP' : '504 Unknown SITE command.')
    if (!ftp.writable) return ftp.reply('550 Permission denied.')
    const node = ftp.files.find(ftp.path(match[2]!))
    if (!node) return ftp.reply(missing(match[2]!))
    node.mode = Number.parseInt(match[1]!, 8)
    return ftp.reply('200 SITE CHMOD command okay.')
  },
}
