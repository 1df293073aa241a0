import type { FtpConversation, FtpHandler, FtpUser } from './ftp-conversation.ts'

const WELCOME = '230 User logged in, proceed.'
const isGuest = (name: string): boolean => /^(anonymous|ftp)$/i.test(name)

function enter(ftp: FtpConversation, user: FtpUser): Promise<boolean> {
  ftp.user = user
  ftp.directory = user.home ?? '/'
  return ftp.reply(WELCOME)
}

/** Logging in and securing the connection. RFC 959 §4.1.1, RFC 4217 */
export const loginCommands: Record<string, FtpHandler> = {
  async USER(ftp, name) {
    if (name === '') return ftp.reply('501 USER needs a name.')
    if (ftp.options.loginNeedsTls && !ftp.session.secure) return ftp.reply('530 Please use AUTH TLS first.')
    ftp.reset()
    ftp.name = name
    const user = ftp.options.users?.[name]
    if (user && user.password === undefined && user.account === undefined) return enter(ftp, user)
    if (isGuest(name) && ftp.options.anonymous !== false)
      return ftp.reply('331 Guest login ok, send your e-mail address as password.')
    // an unknown name is asked for a password too: names are not given away
    return ftp.reply('331 User name okay, need password.')
  },

  async PASS(ftp, password) {
    if (ftp.name === '' || ftp.user) return ftp.reply('503 Login with USER first.')
    if (isGuest(ftp.name) && ftp.options.anonymous !== false) return enter(ftp, { readOnly: true })
    const user = ftp.options.users?.[ftp.name]
    if (!user || (user.password !== undefined && user.password !== password)) {
      ftp.name = ''
      return ftp.reply('530 Login incorrect.')
    }
    if (user.account === undefined) return enter(ftp, user)
    ftp.awaitingAccount = user
    return ftp.reply('332 Need account for login.')
  },

  async ACCT(ftp, account) {
    const user = ftp.awaitingAccount
    if (!user) return ftp.reply(ftp.user ? '202 Account superfluous.' : '503 Login with USER first.')
    ftp.awaitingAccount = undefined
    return user.account === account ? enter(ftp, user) : ftp.reply('530 Login incorrect.')
  },

  async REIN(ftp) {
    ftp.reset()
    return ftp.reply('220 Service ready for new user.')
  },

  async AUTH(ftp, mechanism) {
    if (ftp.options.tls !== 'starttls')
      return ftp.reply(ftp.session.secure ? '534 Secured already.' : '502 No TLS here.')
    if (ftp.session.secure) return ftp.reply('503 Secured already.')
    if (!/^(TLS|TLS-C|SSL)$/i.test(mechanism)) return ftp.reply('504 Unknown mechanism.')
    ftp.reset()
    return ftp.session.startTls(`234 AUTH ${mechanism.toUpperCase()} okay.`)
  },

  async PBSZ(ftp, size) {
    if (!ftp.session.secure) return ftp.reply('503 PBSZ needs a secured connection.')
    if (!/^\d+$/.test(size)) return ftp.reply('501 A decimal number is needed.')
    ftp.bufferSizeAgreed = true
    return ftp.reply(size === '0' ? '200 Protection buffer size is 0.' : '200 PBSZ=0')
  },

  async PROT(ftp, level) {
    if (!ftp.bufferSizeAgreed) return ftp.reply('503 PBSZ comes first.')
    if (!/^[CSEP]$/i.test(level)) return ftp.reply('504 Unknown protection level.')
    if (/^[SE]$/i.test(level)) return ftp.reply('536 Protection level not supported.')
    ftp.protected = /^P$/i.test(level)
    return ftp.reply(`200 Protection set to ${ftp.protected ? 'private' : 'clear'}.`)
  },
}
