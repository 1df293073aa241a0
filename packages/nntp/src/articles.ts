import { type CallOptions, slidingWindow } from '@linewire/wire'
import type { Article } from './article.ts'
import type { NntpClient } from './client.ts'
import { ArticleNotFoundError } from './refusals.ts'
import type { ArticleSpec } from './spec.ts'

export interface ArticlesOptions extends CallOptions {
  /** what of them; the whole article unless told */
  part?: 'article' | 'head' | 'body'
  /** requests on the wire; 16 unless told, and never more than the connection takes */
  depth?: number
}

/** One of the articles asked for: either the article, or why there is none. */
export type Fetched =
  | { readonly spec: ArticleSpec; readonly article: Article; readonly missing?: undefined }
  | { readonly spec: ArticleSpec; readonly article?: undefined; readonly missing: ArticleNotFoundError }

/** what servers are known to take (knowledge: 10 to 20 at 200 ms) */
export const window = 16

/** Articles in the order asked for, with a window of requests on the wire. One that is not there does not stop the others. */
export async function* articles(
  client: NntpClient,
  specs: Iterable<ArticleSpec> | AsyncIterable<ArticleSpec>,
  { part = 'article', depth = window, signal }: ArticlesOptions = {},
): AsyncGenerator<Fetched, void, undefined> {
  const start = (spec: ArticleSpec, leaving: AbortSignal): Promise<Article> =>
    client[part](spec, { signal: signal ? AbortSignal.any([signal, leaving]) : leaving })
  for await (const { item: spec, result } of slidingWindow(specs, depth, start)) {
    signal?.throwIfAborted()
    if (result.status === 'fulfilled') {
      yield { spec, article: result.value }
      result.value.cancel()
    } else if (result.reason instanceof ArticleNotFoundError) yield { spec, missing: result.reason }
    else throw result.reason
  }
}
