import { FtpConversation, type FtpHandler, type FtpOptions } from './ftp-conversation.ts'
import { fileCommands } from './ftp-files.ts'
import { informationCommands } from './ftp-information.ts'
import { loginCommands } from './ftp-login.ts'
import { transferCommands } from './ftp-transfer.ts'
import { type FileSpec, FileTree } from './ftp-tree.ts'
import { LineServer } from './line-server.ts'
import { LineTooLong } from './reader.ts'

export type { FtpFaults, FtpOptions, FtpUser } from './ftp-conversation.ts'
export { type FileSpec, FileTree } from './ftp-tree.ts'

const COMMANDS: Record<string, FtpHandler> = {
  ...loginCommands,
  ...fileCommands,
  ...informationCommands,
  ...transferCommands,
}
// RFC 959 §5.4 and RFC 1123 §4.1.3.1: the experimental names still in use
const ALIASES: Record<string, string> = { XPWD: 'PWD', XCWD: 'CWD', XCUP: 'CDUP', XMKD: 'MKD', XRMD: 'RMD' }
const BEFORE_LOGIN = new Set([...Object.keys(loginCommands), 'FEAT', 'OPTS', 'SYST', 'NOOP', 'HELP', 'STAT'])

/** A running server; its files are there to look at and to change. */
export type FtpServer = LineServer & {
  readonly files: FileTree
  /** How many data connections there were. */
  readonly data: { connections: number }
}

/** An FTP server with files in memory. RFC 959, 1123, 2389, 2428, 3659, 4217 */
export async function ftpServer(
  options: FtpOptions & { files?: FileTree | Record<string, FileSpec> } = {},
): Promise<FtpServer> {
  const settings: FtpOptions = { users: { alice: { password: 'wonderland' } }, ...options }
  const files = options.files instanceof FileTree ? options.files : new FileTree(options.files)
  const data = { connections: 0 }
  const server: LineServer = await LineServer.listen({ ...settings, verb: (text) => split(text).verb }, (session) =>
    converse(new FtpConversation(session, files, settings, server.context, () => data.connections++)),
  )
  return Object.assign(server, { files, data })
}

async function converse(ftp: FtpConversation): Promise<void> {
  await ftp.reply(`220 ${ftp.options.greeting ?? 'linewire test server ready.'}`)
  for (;;) {
    const { verb, argument } = split(await nextLine(ftp))
    if (ftp.faults.oneByOne) ftp.session.forget()
    if (verb === 'QUIT') {
      await ftp.reply('221 Goodbye.')
      return
    }
    const command = COMMANDS[verb]
    // RFC 959 §5.4: RNTO comes right behind RNFR
    if (verb !== 'RNTO') ftp.renameFrom = undefined
    if (!command || ftp.leftOut(verb) || (verb === 'MLSD' && ftp.leftOut('MLST'))) {
      await ftp.reply(verb === '' ? '500 Line too long or empty.' : `500 ${verb}: unknown command.`)
    } else if (!ftp.user && !BEFORE_LOGIN.has(verb)) await ftp.reply('530 Please login with USER and PASS.')
    else await command(ftp, argument)
  }
}

async function nextLine(ftp: FtpConversation): Promise<string> {
  try {
    return await ftp.line(8192)
  } catch (error) {
    if (error instanceof LineTooLong) return ''
    throw error
  }
}

/** "RETR a b" is a verb and the rest of the line; Telnet's IP and Synch before ABOR are dropped. RFC 959 §4.1.3 */
function split(line: string): { verb: string; argument: string } {
  const clean = line.replace(/^[\xff\xf4\xf2\ufffd]+/, '')
  const space = clean.indexOf(' ')
  const verb = (space < 0 ? clean : clean.slice(0, space)).toUpperCase()
  return { verb: ALIASES[verb] ?? verb, argument: space < 0 ? '' : clean.slice(space + 1) }
}
