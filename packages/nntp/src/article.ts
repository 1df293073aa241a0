import { ArgumentError, asBuffer, Body } from '@linewire/wire'
import { ArticleHeaders } from './headers.ts'
import type { Located } from './located.ts'

/**
 * What ARTICLE, HEAD or BODY gives. It is itself a {@link Body} of all that was asked for, as it came: bytes(), text(),
 * lines(), saveTo() … In parts: `headers`, and `body` for what stands behind them. Read one of the two, once.
 *
 * Nothing behind it is received until it has been read or cancelled.
 */
export class Article extends Body {
  /** in the selected group; 0 when it was asked for by Message-ID */
  readonly number: number
  /** its Message-ID, with brackets */
  readonly id: string
  /** has no fields when only the body was asked for */
  readonly headers: ArticleHeaders
  /** is empty when only the header was asked for */
  readonly body: Body
  #read = false

  constructor({ number, id }: Located, header: Uint8Array, body: Body) {
    super({ resume: () => {}, cancel: () => body.cancel() })
    this.number = number
    this.id = id
    this.headers = new ArticleHeaders(header)
    this.body = body
  }

  override async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    this.#begin()
    try {
      if (this.headers.bytes.length > 0) yield this.headers.bytes
      yield* this.body
    } finally {
      this.cancel()
    }
  }

  /** @internal */
  override async pour(...[visit, memory]: Parameters<Body['pour']>): Promise<void> {
    this.#begin()
    try {
      if (this.headers.bytes.length > 0) await visit(asBuffer(this.headers.bytes))
      await this.body.pour(visit, memory)
    } finally {
      this.cancel()
    }
  }

  #begin(): void {
    if (this.#read) throw new ArgumentError('this article has been read already')
    this.#read = true
  }
}
