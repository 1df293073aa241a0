import { ArgumentError, isTransient, ReplyError } from '@linewire/wire'
import {
  connections,
  type Lease,
  Pool,
  type Pooling,
  type Portion,
  spread,
  tooManyConnections,
} from '@linewire/wire/pool'
import type { ArticlesOptions, Fetched } from './articles.ts'
import { NntpClient } from './client.ts'
import type { NntpOptions } from './connect.ts'
import type { ArticleSpec } from './spec.ts'

export interface PoolArticlesOptions extends ArticlesOptions {
  /** where article numbers are from; not needed for Message-IDs */
  group?: string
}

/**
 * Several sessions with one server, for more articles than one can carry.
 *
 * ```ts
 * await using pool = new NntpPool('nntps://news.example', { auth: { user, password }, max: 8 })
 * for await (const { article, missing } of pool.articles(ids)) if (!missing) await article.saveTo(pathFor(article.id))
 * ```
 *
 * A session keeps the group that was selected on it: begin with group() where you use article numbers.
 */
export class NntpPool extends Pool<NntpClient> {
  /** Takes what NntpClient.connect() takes, and `max`, `idleTimeout`, `lifetime`, `recovery`. Connects when it is used. */
  constructor(to: string | URL | Pooling<NntpOptions>, options: Partial<Pooling<NntpOptions>> = {}) {
    super({
      ...connections(to, options, (where, more) => NntpClient.connect(where, more)),
      full,
    })
  }

  /**
   * Articles over as many connections as there may be, with a window of requests on each; as they come, and not in order.
   * What was asked for on a connection that is lost is asked for again on another. Do not wait for another connection of
   * this pool within the loop: all of them may have an article for you.
   *
   * @throws {ArgumentError} for a number without a group
   * @throws {NoSuchGroupError} when the server does not carry the group
   */
  articles(
    specs: Iterable<ArticleSpec> | AsyncIterable<ArticleSpec>,
    options: PoolArticlesOptions = {},
  ): AsyncIterable<Fetched> {
    return spread<NntpClient, ArticleSpec, Fetched>(
      this,
      specs,
      (lease, portion, handOver) => fetch(lease, portion, handOver, options),
      options,
    )
  }
}

/** What comes over one connection. */
async function fetch(
  { client, reused }: Lease<NntpClient>,
  portion: Portion<ArticleSpec>,
  handOver: (fetched: Fetched) => Promise<void>,
  { group, ...options }: PoolArticlesOptions,
): Promise<void> {
  const asked: ArticleSpec[] = []
  async function* asking(): AsyncGenerator<ArticleSpec, void, undefined> {
    for await (const spec of portion.each(client)) {
      if (typeof spec === 'number' && group === undefined) {
        throw new ArgumentError(`${spec} is the number of an article in a group: say which (group)`)
      }
      asked.push(spec)
      yield spec
    }
  }
  // what one connection is lost of again and again is not asked for for ever
  let proven = reused
  try {
    if (group !== undefined) await client.group(group, options)
    for await (const fetched of client.articles(asking(), options)) {
      asked.shift()
      // its body is on the wire until it is read
      await handOver(fetched)
      proven = true
    }
  } catch (error) {
    if (!proven || !isTransient(error)) throw error
    // "400 idle for too long": it is about to be closed
    client.close()
    for (const spec of asked.reverse()) portion.giveBack(spec)
  }
}

/**
 * "400 Too many connections from your host" (innd), "502 Too many connections" in place of a greeting, "482 Too many
 * connections for your user" to a login. 400 there is about nothing else. RFC 3977 §3.2.1
 */
function full(error: unknown): boolean {
  return tooManyConnections(error) || (error instanceof ReplyError && error.code === '400')
}
