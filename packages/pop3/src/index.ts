export {
  ArgumentError,
  AuthError,
  Body,
  Capabilities,
  ConnectionError,
  LimitError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
  WireError,
} from '@linewire/wire'
export { Pop3Client } from './client.ts'
export { apop } from './commands/apop.ts'
export { auth } from './commands/auth.ts'
export { capa } from './commands/capa.ts'
export { dele } from './commands/dele.ts'
export { type Language, lang, langs } from './commands/lang.ts'
export { type Listed, list, listOne } from './commands/list.ts'
export { noop } from './commands/noop.ts'
export { pass } from './commands/pass.ts'
export { type Goodbye, quit } from './commands/quit.ts'
export { open, retr } from './commands/retr.ts'
export { rset } from './commands/rset.ts'
export { type Stat, stat } from './commands/stat.ts'
export { stls } from './commands/stls.ts'
export { top } from './commands/top.ts'
export { type UniqueId, uidl, uidlOne } from './commands/uidl.ts'
export { user } from './commands/user.ts'
export { utf8 } from './commands/utf8.ts'
export { CommitError } from './commit-error.ts'
export type { Pop3Options } from './connect.ts'
export { FetchError } from './fetch-error.ts'
export { type Policy, policyOf } from './policy.ts'
export { LoginDelayError, MaildropInUseError, ServerFaultError, Utf8RequiredError } from './refusals.ts'
export type { Reply } from './reply.ts'
export type { FetchNewOptions, NewMessage, Retrieved, RetrieveOptions } from './retrieve.ts'
