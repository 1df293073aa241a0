export {
  ArgumentError,
  AuthError,
  Body,
  Capabilities,
  CompressionError,
  ConnectionError,
  LimitError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
  WireError,
} from '@linewire/wire'
export type { Lease, PoolOptions, UseOptions } from '@linewire/wire/pool'
export type { AppendOptions } from './append-message.ts'
export { ImapClient } from './client.ts'
export type { Ending, ImapCommand, ImapTalk, Piece, SourcePart, Streaming, Untagged } from './command.ts'
export { type AppendCommandOptions, type Appended, append } from './commands/append.ts'
export { authenticate } from './commands/authenticate.ts'
export { capability } from './commands/capability.ts'
export { check } from './commands/check.ts'
export { close } from './commands/close.ts'
export { compress } from './commands/compress.ts'
export { copy } from './commands/copy.ts'
export { create } from './commands/create.ts'
export { deleteMailbox } from './commands/delete.ts'
export { type Download, download } from './commands/download.ts'
export { enable } from './commands/enable.ts'
export { expunge } from './commands/expunge.ts'
export { type FetchCommandOptions, fetch } from './commands/fetch.ts'
export type { Greeting } from './commands/greeting.ts'
export { type IdFields, id } from './commands/id.ts'
export { type Idle, idle } from './commands/idle.ts'
export { type ListCommandOptions, type ListedMailbox, list } from './commands/list.ts'
export { login } from './commands/login.ts'
export { logout } from './commands/logout.ts'
export { move } from './commands/move.ts'
export { type Namespaces, namespace } from './commands/namespace.ts'
export { noop } from './commands/noop.ts'
export { rename } from './commands/rename.ts'
export { type SearchCommandOptions, type SearchResult, type SearchReturn, search } from './commands/search.ts'
export { type SelectOptions, select } from './commands/select.ts'
export { starttls } from './commands/starttls.ts'
export { type StatusItem, status } from './commands/status.ts'
export { type StoreAction, type Stored, type StoreOptions, store } from './commands/store.ts'
export { subscribe } from './commands/subscribe.ts'
export { unselect } from './commands/unselect.ts'
export { unsubscribe } from './commands/unsubscribe.ts'
export type { ImapOptions } from './connect.ts'
export {
  type FetchItems,
  type FetchQuery,
  type Message,
  MissingItemError,
  type OctetRange,
  type PartSpec,
} from './fetch-query.ts'
export type { FetchOptions } from './fetch-window.ts'
export type { Flag, SystemFlag } from './flags.ts'
export type { ListOptions } from './list-mailboxes.ts'
export { type FlagStore, Mailbox, type SearchOptions } from './mailbox.ts'
export type { MessageSet } from './message-set.ts'
export { decodeMailbox, encodeMailbox } from './modified-utf7.ts'
export { NotFoundError } from './not-found-error.ts'
export { ImapPool } from './pool.ts'
export { astring, atom, type LiteralPart, nstring, type Part, string } from './quote.ts'
export type { Namespace } from './response/account.ts'
export type { BodyPart, Disposition, MessagePart, MultiPart, SinglePart } from './response/body-structure.ts'
export type { ResponseCode } from './response/code.ts'
export { CopyUid } from './response/copy-uid.ts'
export type { Address, Envelope } from './response/envelope.ts'
export { HeaderBlock } from './response/header-block.ts'
export { type Parameters, parameter } from './response/parameters.ts'
export type { Response } from './response/response.ts'
export type { StatusItems } from './response/status.ts'
export { compileSearch, type SearchProgram, type SearchQuery } from './search-query.ts'
export { type MailboxEvent, Selected } from './selected.ts'
export { type Range, SeqSet, type SetSource, UidSet } from './sets.ts'
export type { WatchOptions } from './watch.ts'
