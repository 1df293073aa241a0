export {
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
export { Article } from './article.ts'
export type { ArticlesOptions, Fetched } from './articles.ts'
export { NntpClient } from './client.ts'
export { article } from './commands/article.ts'
export { authinfoPass } from './commands/authinfo-pass.ts'
export { authinfoSasl } from './commands/authinfo-sasl.ts'
export { authinfoUser } from './commands/authinfo-user.ts'
export { body } from './commands/body.ts'
export { capabilities } from './commands/capabilities.ts'
export { compress } from './commands/compress.ts'
export { date } from './commands/date.ts'
export { type Group, group } from './commands/group.ts'
export { type FieldValue, hdr, parseField } from './commands/hdr.ts'
export { head } from './commands/head.ts'
export { help } from './commands/help.ts'
export { ihave } from './commands/ihave.ts'
export { last } from './commands/last.ts'
export { type ActiveGroup, listActive } from './commands/list-active.ts'
export { type CreatedGroup, listActiveTimes } from './commands/list-active-times.ts'
export { type CountedGroup, listCounts } from './commands/list-counts.ts'
export { type DistributionPattern, listDistribPats } from './commands/list-distrib-pats.ts'
export { type Distribution, listDistributions } from './commands/list-distributions.ts'
export { listGroup } from './commands/list-group.ts'
export { listHeaders } from './commands/list-headers.ts'
export { listModerators, type Moderator } from './commands/list-moderators.ts'
export { listMotd } from './commands/list-motd.ts'
export { type DescribedGroup, listNewsgroups } from './commands/list-newsgroups.ts'
export { listOverviewFmt, type OverviewField } from './commands/list-overview-fmt.ts'
export { listSubscriptions } from './commands/list-subscriptions.ts'
export { modeReader } from './commands/mode-reader.ts'
export { newGroups } from './commands/new-groups.ts'
export { newNews } from './commands/new-news.ts'
export { next } from './commands/next.ts'
export { over } from './commands/over.ts'
export { type Posted, post } from './commands/post.ts'
export { quit } from './commands/quit.ts'
export { starttls } from './commands/starttls.ts'
export { stat } from './commands/stat.ts'
export { xpat } from './commands/xpat.ts'
export type { ArticleParts, ArticleSource } from './composed.ts'
export type { NntpOptions } from './connect.ts'
export { ArticleHeaders } from './headers.ts'
export type { Batch, Listing } from './listing.ts'
export type { Lists } from './lists.ts'
export type { Located } from './located.ts'
export { Overview, parseOverview } from './overview.ts'
export { NntpPool, type PoolArticlesOptions } from './pool.ts'
export {
  ArticleNotFoundError,
  AuthRequiredError,
  EncryptionRequiredError,
  NoGroupSelectedError,
  NoNextArticleError,
  NoSuchGroupError,
  PostingNotPermittedError,
  PostRejectedError,
  ServiceUnavailableError,
  TransferRefusedError,
} from './refusals.ts'
export type { Outgoing } from './sending.ts'
export type { ArticleRange, ArticleSpec } from './spec.ts'
