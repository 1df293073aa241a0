export {
  ArgumentError,
  AuthError,
  Capabilities,
  ConnectionError,
  LimitError,
  ProtocolError,
  ReplyError,
  type Source,
  TimeoutError,
  TlsError,
  WireError,
} from '@linewire/wire'
export type { Lease, PoolOptions, UseOptions } from '@linewire/wire/pool'
export { type SendOptions, type SendResult, SmtpClient } from './client.ts'
export { auth } from './commands/auth.ts'
export { type BdatOptions, bdat } from './commands/bdat.ts'
export { type DataOptions, data, type LmtpReplies } from './commands/data.ts'
export { ehlo } from './commands/ehlo.ts'
export { etrn } from './commands/etrn.ts'
export { expn } from './commands/expn.ts'
export { helo } from './commands/helo.ts'
export { help } from './commands/help.ts'
export { mail } from './commands/mail.ts'
export { noop } from './commands/noop.ts'
export { quit } from './commands/quit.ts'
export { rcpt } from './commands/rcpt.ts'
export { rset } from './commands/rset.ts'
export { starttls } from './commands/starttls.ts'
export { type Outcome, type Plan, transaction } from './commands/transaction.ts'
export { vrfy } from './commands/vrfy.ts'
export { type ClientAttributes, xclient } from './commands/xclient.ts'
export type { SmtpOptions } from './connect.ts'
export { type EnhancedCode, enhancedCode } from './enhanced-code.ts'
export type { DeliveryOptions, Envelope, RawMessage, Recipient, Sendable } from './envelope.ts'
export { ExtensionError } from './extension-error.ts'
export type { MailParameters, Notify, RcptParameters } from './parameters.ts'
export { SmtpPool } from './pool.ts'
export { DataError, RecipientsError, type Rejected, SenderError } from './refusals.ts'
export type { Reply } from './reply.ts'
export type { Sent } from './send-all.ts'
