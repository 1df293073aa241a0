export {
  ArgumentError,
  AuthError,
  Body,
  Capabilities,
  ConnectionError,
  LimitError,
  ProtocolError,
  type Reply,
  ReplyError,
  type RetryOptions,
  type Source,
  TimeoutError,
  TlsError,
  WireError,
} from '@linewire/wire'

export type { Lease, PoolOptions, UseOptions } from '@linewire/wire/pool'
export { FtpClient, type GetOptions, type PutOptions } from './client.ts'

export { acct } from './commands/acct.ts'
export { authTls } from './commands/auth-tls.ts'
export { avbl } from './commands/avbl.ts'
export { cdup } from './commands/cdup.ts'
export { clnt } from './commands/clnt.ts'
export { command } from './commands/command.ts'
export { cwd } from './commands/cwd.ts'
export { dele } from './commands/dele.ts'
export { feat } from './commands/feat.ts'
export { help } from './commands/help.ts'
export { host } from './commands/host.ts'
export { lang } from './commands/lang.ts'
export { mdtm, mdtmSet } from './commands/mdtm.ts'
export { mfmt } from './commands/mfmt.ts'
export { mkd } from './commands/mkd.ts'
export { mlst } from './commands/mlst.ts'
export { noop } from './commands/noop.ts'
export { opts } from './commands/opts.ts'
export { pass } from './commands/pass.ts'
export { pbsz } from './commands/pbsz.ts'
export { probe } from './commands/probe.ts'
export { prot } from './commands/prot.ts'
export { pwd } from './commands/pwd.ts'
export { quit } from './commands/quit.ts'
export { rename } from './commands/rename.ts'
export { rmd } from './commands/rmd.ts'
export { chmod, site } from './commands/site.ts'
export { stat } from './commands/stat.ts'
export { syst } from './commands/syst.ts'
export { user } from './commands/user.ts'
export { utime } from './commands/utime.ts'
export type { FtpOptions } from './connect.ts'
export type { DataInfo, DataTransport } from './data-connection.ts'
export type { DataListening, DataNetwork } from './data-network.ts'
export type { ActiveOptions, DataMode, PassiveHost } from './data-options.ts'
export type { Digest, DigestOptions } from './digest.ts'
export type { Walked, WalkOptions } from './directory.ts'
export type { Entry, Precision } from './entry.ts'
export type { DownloadOptions } from './files/download.ts'
export type { Retry } from './files/persist.ts'
export type { Progress } from './files/remainder.ts'
export type { UploadOptions } from './files/upload.ts'
export type { Verify } from './files/verify.ts'
export type { KeepAliveOptions } from './keep-alive.ts'
export type { ListOptions } from './listing/ask.ts'
export type { ListDialect } from './listing/dialect.ts'
export type { Listing } from './listing/listing.ts'
export { type ParseListOptions, parseList } from './listing/parse-list.ts'
export type { LoginStep } from './login-step.ts'
export type { MirrorCompare } from './mirror/compare.ts'
export type { MirrorFilter } from './mirror/filter.ts'
export type { MirrorOptions, MirrorPlace } from './mirror/mirror.ts'
export type { MirrorDone, MirrorProgress, MirrorReport } from './mirror/report.ts'
export { UnsafeNameError } from './mirror/safe-name.ts'
export type { MirrorSkip, SkipReason } from './mirror/step.ts'
export type { MirrorAction, MirrorFailure, TreeEntry } from './mirror/tree.ts'
export { FtpPool } from './pool.ts'
export { type RateClock, RateLimit } from './rate.ts'
export type { Sent } from './send.ts'
export { TransferError } from './transfer-error.ts'
export type { TypeCode } from './transfer-parameter.ts'
