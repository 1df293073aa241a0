import { type Refusal, ReplyError } from '@linewire/wire'

/** No such article: 420, 423, 430, or 451 where a provider has taken it down. RFC 3977 §6.2 */
export class ArticleNotFoundError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'ArticleNotFoundError'
}

/** The current article is the newest (421) or the oldest (422) of its group. RFC 3977 §6.1.3, §6.1.4 */
export class NoNextArticleError extends ArticleNotFoundError {
  /** @internal */
  static override readonly kind: string = 'NoNextArticleError'
}

/** 411: the server does not carry that group. RFC 3977 §6.1.1 */
export class NoSuchGroupError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'NoSuchGroupError'
}

/** 412: article numbers mean something only within a group: call group() first. RFC 3977 §6.1 */
export class NoGroupSelectedError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'NoGroupSelectedError'
}

/** 440: you may not post here; nothing of the article was sent. RFC 3977 §6.3.1 */
export class PostingNotPermittedError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'PostingNotPermittedError'
}

/** 441: the server has read the article and does not take it. RFC 3977 §6.3.1 */
export class PostRejectedError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'PostRejectedError'

  /** The server has this Message-ID already: an earlier attempt has got through. INN says `441 435 Duplicate`. */
  get duplicate(): boolean {
    return /^435\b|\bduplicate\b/i.test(this.text)
  }
}

/** 435: not wanted; 436: later (`transient`); 437: rejected, do not try again. RFC 3977 §6.3.2 */
export class TransferRefusedError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'TransferRefusedError'
}

/** 480: log in first. RFC 3977 §3.2.1, 4643 §2.1 */
export class AuthRequiredError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'AuthRequiredError'
}

/** 483: not without TLS. RFC 3977 §3.2.1, 4642 §2.1 */
export class EncryptionRequiredError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'EncryptionRequiredError'
}

/** 400 (`transient`: later) or, in place of a greeting, 502 (never, for you). RFC 3977 §3.2.1, §5.1 */
export class ServiceUnavailableError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'ServiceUnavailableError'
}

/** Which error a code is. The same code means different things to different commands: each has its own table. */
export type Refusals = Readonly<Record<number, new (refusal: Refusal) => ReplyError>>

/** For what asks for articles. RFC 3977 §6.2, 8.3, 8.5 */
export const absent: Refusals = {
  412: NoGroupSelectedError,
  420: ArticleNotFoundError,
  423: ArticleNotFoundError,
  430: ArticleNotFoundError,
  451: ArticleNotFoundError,
}
