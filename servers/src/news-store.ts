import { octetsOf } from './dot-stuffed.ts'
import { fieldOf, fieldsOf, type NewsArticle, newsArticle } from './news-article.ts'

/** 'y': posting is allowed, 'n': it is not, 'm': moderated. RFC 3977 §7.6.3 */
export type GroupStatus = 'y' | 'n' | 'm'

export interface GroupOptions {
  description?: string
  status?: GroupStatus
  created?: Date
  creator?: string
}

/** A newsgroup: article numbers go up and are never given twice. RFC 3977 §6 */
export class NewsGroup {
  readonly name: string
  readonly description: string
  readonly status: GroupStatus
  readonly created: Date
  readonly creator: string
  readonly articles = new Map<number, NewsArticle>()
  /** The highest number that was ever given. */
  high = 0

  constructor(name: string, options: GroupOptions) {
    this.name = name
    this.description = options.description ?? ''
    this.status = options.status ?? 'y'
    this.created = options.created ?? new Date()
    this.creator = options.creator ?? 'news@localhost'
  }

  /** The numbers that are there, upwards. */
  get numbers(): number[] {
    return [...this.articles.keys()]
  }

  /** The lowest number; one more than the highest when the group is empty. RFC 3977 §6.1.1.2 */
  get low(): number {
    return this.numbers[0] ?? this.high + 1
  }
}

/** Lines for LIST that a server may keep or not (503 when it does not). RFC 3977 §7.6, RFC 6048 */
export type KeptLists = Partial<
  Record<'DISTRIB.PATS' | 'DISTRIBUTIONS' | 'MODERATORS' | 'MOTD' | 'SUBSCRIPTIONS', readonly string[]>
>

/** Newsgroups and the articles in them. */
export class NewsStore {
  readonly groups = new Map<string, NewsGroup>()
  readonly articles = new Map<string, NewsArticle>()
  lists: KeptLists = {}
  #given = 0

  addGroup(name: string, options: GroupOptions = {}): NewsGroup {
    const group = new NewsGroup(name, options)
    this.groups.set(name, group)
    return group
  }

  /** A Message-ID that nobody has. */
  freshId(): string {
    return `<${++this.#given}.${Date.now().toString(36)}@localhost>`
  }

  /**
   * Files an article under each group of its Newsgroups field that is here. Returns it, or says why not: this
   * Message-ID is here already, or none of its groups is.
   */
  add(
    text: string | Uint8Array,
    { arrived = new Date() }: { arrived?: Date } = {},
  ): NewsArticle | 'duplicate' | 'no group' {
    const octets = octetsOf(text)
    const fields = fieldsOf(octets)
    const id = fieldOf(fields, 'Message-ID') ?? this.freshId()
    if (this.articles.has(id)) return 'duplicate'
    const names = Buffer.from(fieldOf(fields, 'Newsgroups') ?? '', 'latin1').toString()
    const groups = names.split(',').flatMap((name) => this.groups.get(name.trim()) ?? [])
    if (groups.length === 0) return 'no group'
    const article = newsArticle(octets, { id, arrived })
    this.articles.set(id, article)
    for (const group of groups) group.articles.set(++group.high, article)
    return article
  }

  /** Takes an article away: its numbers become gaps. */
  remove(id: string): void {
    const article = this.articles.get(id)
    this.articles.delete(id)
    for (const { articles } of this.groups.values()) {
      for (const [number, other] of articles) if (other === article) articles.delete(number)
    }
  }
}
