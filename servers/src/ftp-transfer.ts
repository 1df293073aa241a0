import type { Socket } from 'node:net'
import { formatHostPort, type HostPort, parseExtended, parseHostPort } from './ftp-address.ts'
import { type FtpConversation, type FtpHandler, missing } from './ftp-conversation.ts'
import { type Outcome, receive, send } from './ftp-data.ts'
import { listing } from './ftp-list.ts'
import { asKept, asSent, packed, unpacked } from './ftp-type.ts'

type Transfer = (socket: Socket, aborted: () => boolean) => Promise<Outcome>

/**
 * One transfer from the 1xx reply to the final one. When the client sends ABOR meanwhile, the transfer ends with 426;
 * the ABOR itself stays in the queue and gets its own 226. RFC 959 §4.1.3
 */
async function transfer(
  ftp: FtpConversation,
  preliminary: string,
  carry: Transfer,
  whole = '226 Transfer complete.',
): Promise<unknown> {
  const { faults, session } = ftp
  if (!ftp.data.prepared) return ftp.reply('425 Use PASV, EPSV, PORT or EPRT first.')
  const plain = await ftp.data.open(ftp.options.dataTimeout ?? 5000)
  if (!plain) return ftp.reply("425 Can't open data connection.")
  if (!faults.noPreliminary && !(await ftp.reply(preliminary))) return plain.destroy()
  const socket = ftp.protected ? await ftp.data.secure(plain, ftp.context) : plain
  if (!socket) return ftp.reply('425 TLS on the data connection failed.')
  const reuse = ftp.options.requireSessionReuse
  if (reuse && 'isSessionReused' in socket && !socket.isSessionReused()) {
    socket.end()
    return ftp.reply(`${reuse} TLS connection failed: session reuse required.`)
  }
  const done = faults.finalReply ?? whole
  if (faults.finalReplyFirst) {
    await ftp.reply(done)
    return carry(socket, () => false)
  }
  let aborted = false
  let seen = ''
  const control = session.socket
  const watch = (chunk: Buffer): void => {
    seen = (seen + chunk.toString('latin1')).slice(-1000)
    aborted ||= /ABOR\r\n/i.test(seen)
    if (aborted) socket.destroy()
  }
  control.on('data', watch)
  const outcome = await carry(socket, () => aborted)
  control.off('data', watch)
  return ftp.reply(outcome === 'whole' ? done : '426 Connection closed; transfer aborted.')
}

/** Sends octets, as far as the faults let them go. */
const outgoing =
  (ftp: FtpConversation, content: Buffer): Transfer =>
  async (socket, aborted) => {
    const octets = packed(content, ftp.mode)
    const { cutDataAt, cutDataHow, split } = ftp.faults
    if (cutDataAt === undefined || cutDataAt >= octets.length) return send(socket, octets, aborted, split)
    const head = octets.subarray(0, cutDataAt)
    if (cutDataHow !== 'reset') await send(socket, head, aborted, split)
    else {
      socket.resume()
      await new Promise<void>((resolve) => socket.write(head, () => resolve()))
      socket.resetAndDestroy()
    }
    return 'broken'
  }

async function store(ftp: FtpConversation, argument: string, how: 'STOR' | 'APPE' | 'STOU'): Promise<unknown> {
  if (!ftp.writable) return ftp.reply('550 Permission denied.')
  if (argument === '') return ftp.reply('501 A path is needed.')
  const offset = ftp.restart
  ftp.restart = 0
  const path = ftp.path(argument)
  const old = ftp.files.file(path)?.content ?? Buffer.alloc(0)
  const before = how === 'APPE' ? old : old.subarray(0, offset)
  if (how === 'STOR' && offset > old.length) return ftp.reply('554 REST is beyond the end of the file.')
  // a file is there, empty, from the first moment: what a client sees when an upload breaks
  const file = ftp.files.write(path, before, ftp.name)
  if (!file) return ftp.reply(`553 ${argument}: File name not allowed.`)
  const preliminary = how === 'STOU' ? `150 FILE: ${argument}` : `150 Opening data connection for ${argument}.`
  return transfer(ftp, preliminary, async (socket, aborted) => {
    const { octets, outcome } = await receive(socket, aborted, ftp.faults.cutDataAt)
    file.content = Buffer.concat([before, asKept(unpacked(octets, ftp.mode), ftp.type)])
    file.modified = new Date()
    return outcome
  })
}

/** Sends a listing: names end in CR LF whatever the type is. */
async function list(ftp: FtpConversation, argument: string, form: 'LIST' | 'NLST' | 'MLSD'): Promise<unknown> {
  ftp.restart = 0
  const lines = listing(ftp, argument, form)
  if (lines === 'missing') return ftp.reply(form === 'MLSD' ? missing(argument) : `450 ${argument}: No such file.`)
  if (lines === 'file') return ftp.reply(`501 ${argument}: Not a directory.`)
  const { maxEntries = lines.length } = ftp.options
  const text = lines.slice(0, maxEntries).map((line) => `${line}\r\n`)
  const octets = Buffer.from(text.join(''), ftp.session.encoding)
  const done = maxEntries < lines.length ? `226 Output truncated to ${maxEntries} matches` : undefined
  return transfer(ftp, '150 Here comes the directory listing.', outgoing(ftp, octets), done)
}

function dial(ftp: FtpConversation, target: HostPort | undefined, verb: string): Promise<boolean> {
  if (!target) return ftp.reply(`501 ${verb}: bad address.`)
  // RFC 2577 §3: never to somebody else, never to a well-known port
  const own = ftp.session.socket.remoteAddress?.replace(/^::ffff:/, '')
  if (target.host !== own || target.port < 1024)
    return ftp.reply(`504 ${verb}: only your own address, ports from 1024.`)
  ftp.data.call(target)
  return ftp.reply(`200 ${verb} command okay.`)
}

/** Data connections and transfers. RFC 959 §4.1.2, 4.1.3, RFC 2428, RFC 3659 §5 */
export const transferCommands: Record<string, FtpHandler> = {
  async PASV(ftp) {
    if (ftp.extendedOnly) return ftp.reply('501 PASV is not allowed after EPSV ALL.')
    const host = '127.0.0.1'
    const port = await ftp.data.listen(host)
    return ftp.reply(`227 Entering Passive Mode (${formatHostPort({ host: ftp.options.pasvAddress ?? host, port })}).`)
  },

  async EPSV(ftp, argument) {
    if (ftp.options.features?.includes('PRET') && ftp.announced === undefined) return ftp.reply('425 Use PRET first.')
    if (/^ALL$/i.test(argument)) {
      ftp.extendedOnly = true
      return ftp.reply('200 EPSV ALL okay.')
    }
    if (argument !== '' && argument !== '1') return ftp.reply('522 Network protocol not supported, use (1)')
    return ftp.reply(`229 Entering Extended Passive Mode (|||${await ftp.data.listen('127.0.0.1')}|)`)
  },

  async PORT(ftp, argument) {
    if (ftp.extendedOnly) return ftp.reply('501 PORT is not allowed after EPSV ALL.')
    return dial(ftp, parseHostPort(argument), 'PORT')
  },

  async EPRT(ftp, argument) {
    if (ftp.extendedOnly) return ftp.reply('501 EPRT is not allowed after EPSV ALL.')
    const target = parseExtended(argument)
    if (target === 'protocol' || target?.host.includes(':'))
      return ftp.reply('522 Network protocol not supported, use (1)')
    return dial(ftp, target, 'EPRT')
  },

  async REST(ftp, argument) {
    if (!/^\d{1,15}$/.test(argument)) return ftp.reply('501 REST needs a number of octets.')
    ftp.restart = Number(argument)
    return ftp.reply(`350 Restarting at ${argument}. Send STOR or RETR.`)
  },

  async RETR(ftp, argument) {
    const offset = ftp.restart
    ftp.restart = 0
    const file = ftp.files.file(ftp.path(argument))
    if (!file) return ftp.reply(missing(argument))
    const octets = asSent(file.content, ftp.type)
    if (offset > octets.length) return ftp.reply('554 REST is beyond the end of the file.')
    const mode = ftp.type === 'I' ? 'BINARY' : 'ASCII'
    const preliminary = `150 Opening ${mode} mode data connection for ${argument} (${octets.length} bytes).`
    return transfer(ftp, preliminary, outgoing(ftp, octets.subarray(offset)))
  },

  STOR: (ftp, argument) => store(ftp, argument, 'STOR'),
  APPE: (ftp, argument) => store(ftp, argument, 'APPE'),

  async STOU(ftp, argument) {
    const base = argument || 'file'
    let number = 1
    while (ftp.files.find(ftp.path(`${base}.${number}`))) number++
    return store(ftp, `${base}.${number}`, 'STOU')
  },

  LIST: (ftp, argument) => list(ftp, argument, 'LIST'),
  NLST: (ftp, argument) => list(ftp, argument, 'NLST'),
  MLSD: (ftp, argument) => list(ftp, argument, 'MLSD'),

  // a transfer in progress has answered 426 before this is read
  ABOR: (ftp) => ftp.reply('226 ABOR command successful.'),
  // DrFTPD's, where `features` has it
  async PRET(ftp, argument) {
    if (!ftp.options.features?.includes('PRET')) return ftp.reply('500 PRET: unknown command.')
    ftp.announced = argument
    return ftp.reply('200 OK, planning to use master for upcoming transfer')
  },

  ALLO: (ftp) => ftp.reply('202 No storage allocation necessary.'),
}
