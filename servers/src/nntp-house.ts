import { expect } from 'vitest'
import type { LineServer } from './line-server.ts'
import type { NewsStore } from './news-store.ts'
import { type NntpOptions, nntpServer } from './nntp.ts'
import { RawClient } from './raw-client.ts'
import { rfcNews } from './rfc-news.ts'

/** For the tests of this folder: the newsgroups of RFC 3977's examples behind a server. */
export interface NntpHouse {
  server: LineServer
  news: NewsStore
  dial(): Promise<RawClient>
  [Symbol.asyncDispose](): Promise<void>
}

export async function nntpHouse(options: Partial<NntpOptions> = {}): Promise<NntpHouse> {
  const news = options.news ?? rfcNews()
  const server = await nntpServer({ ...options, news })
  const dial = async (): Promise<RawClient> => {
    const client = RawClient.dial(server, server.tls === 'implicit' ? 'tls' : 'clear')
    expect(await client.line()).toMatch(/^20[01] linewire/)
    return client
  }
  return { server, news, dial, [Symbol.asyncDispose]: () => server.close() }
}
