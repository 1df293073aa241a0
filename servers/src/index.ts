export { type Certificate, certificate } from './certificate.ts'
export type { Faults } from './faults.ts'
export {
  type FileSpec,
  FileTree,
  type FtpFaults,
  type FtpOptions,
  type FtpServer,
  type FtpUser,
  ftpServer,
} from './ftp.ts'
export {
  type ImapOptions,
  type ImapUser,
  imapServer,
  type MailboxSpec,
  MailStore,
  type MessageSpec,
  StoredMailbox,
} from './imap.ts'
export { LineServer, type LineServerOptions, type ServerOptions, type TlsMode } from './line-server.ts'
export { Maildrop, MaildropView, type StoredMessage } from './maildrop.ts'
export { type GroupOptions, type KeptLists, NewsGroup, NewsStore } from './news-store.ts'
export { type NntpOptions, nntpServer } from './nntp.ts'
export { type Pop3Options, type Pop3User, pop3Server } from './pop3.ts'
export { Gone, LineTooLong } from './reader.ts'
export { rfcNews } from './rfc-news.ts'
export { type Account, type Accounts, authenticate, fromBase64, type Outcome, saslMechanisms } from './sasl-server.ts'
export { type ScriptedOptions, type Step, scriptedServer } from './scripted.ts'
export { Session } from './session.ts'
export { type Delivery, type SmtpOptions, type SmtpServer, smtpServer } from './smtp.ts'
