import { ArgumentError, type CallOptions } from '@linewire/wire'
import { check } from './commands/check.ts'
import { close } from './commands/close.ts'
import { copy } from './commands/copy.ts'
import { type Download, download } from './commands/download.ts'
import { expunge } from './commands/expunge.ts'
import { move } from './commands/move.ts'
import { noop } from './commands/noop.ts'
import { type SearchResult, type SearchReturn, search } from './commands/search.ts'
import { select } from './commands/select.ts'
import { type StoreAction, type Stored, type StoreOptions, store } from './commands/store.ts'
import { unselect } from './commands/unselect.ts'
import type { FetchQuery, Message } from './fetch-query.ts'
import { type FetchOptions, fetchWindows } from './fetch-window.ts'
import type { Flag } from './flags.ts'
import { fitting, longestSet, type MessageSet, target } from './message-set.ts'
import type { CopyUid } from './response/copy-uid.ts'
import { inCharset } from './search-charset.ts'
import { compileSearch, type SearchQuery } from './search-query.ts'
import type { MailboxEvent, Selected } from './selected.ts'
import type { Session } from './session.ts'
import { SeqSet, UidSet } from './sets.ts'
import { type WatchOptions, watch } from './watch.ts'

export interface SearchOptions extends CallOptions {
  /** UTF-8 unless told; only where the query is not ASCII. For servers that know another alone. */
  charset?: string
}

/** Changes of flags, by name. */
export interface FlagStore {
  add(messages: MessageSet, flags: Iterable<string>, options?: StoreOptions & CallOptions): Promise<Stored>
  remove(messages: MessageSet, flags: Iterable<string>, options?: StoreOptions & CallOptions): Promise<Stored>
  set(messages: MessageSet, flags: Iterable<string>, options?: StoreOptions & CallOptions): Promise<Stored>
}

/**
 * The selected mailbox. There is one at a time: selecting another ends this one.
 * Sets: a number, a string or a UidSet means UIDs; only a SeqSet means sequence numbers.
 */
export class Mailbox implements AsyncDisposable {
  readonly #session: Session
  readonly #selected: Selected
  /** the same as addFlags(), removeFlags(), setFlags() */
  readonly store: FlagStore

  /** select() makes them. */
  constructor(session: Session, selected: Selected) {
    this.#session = session
    this.#selected = selected
    this.store = {
      add: (messages, flags, options) => this.#store(messages, 'add', flags, options),
      remove: (messages, flags, options) => this.#store(messages, 'remove', flags, options),
      set: (messages, flags, options) => this.#store(messages, 'set', flags, options),
    }
  }

  get name(): string {
    return this.#selected.name
  }

  get readOnly(): boolean {
    return this.#selected.readOnly
  }

  /** messages in it, as far as the server has told */
  get exists(): number {
    return this.#selected.exists
  }

  /** the UID that the next message gets, at the time of SELECT */
  get uidNext(): number | undefined {
    return this.#selected.uidNext
  }

  /** UIDs mean the same messages for as long as this stays the same. RFC 9051 §2.3.1.1 */
  get uidValidity(): number | undefined {
    return this.#selected.uidValidity
  }

  /** undefined where the mailbox keeps none. RFC 7162 §3.1.2 */
  get highestModseq(): bigint | undefined {
    return this.#selected.highestModseq
  }

  /** the flags that exist here */
  get flags(): ReadonlySet<Flag> {
    return this.#selected.flags
  }

  /** the flags that can be changed for good; `\*` when new ones can be made */
  get permanentFlags(): ReadonlySet<Flag> {
    return this.#selected.permanentFlags ?? this.#selected.flags
  }

  /** Whether it is the selected mailbox still. */
  get selected(): boolean {
    return !this.#selected.left && this.#session.engine.dead === undefined
  }

  /**
   * Facts and contents of messages; what the query asks for is what each message has. RFC 9051 §6.4.5
   *
   * Other commands may be run within the loop: messages come in windows of 500 (16 with contents), which wait in memory.
   */
  async *fetch<const Q extends FetchQuery>(
    messages: MessageSet,
    query: Q,
    options: FetchOptions = {},
  ): AsyncGenerator<Message<Q>, void, undefined> {
    const session = this.#here()
    target(messages)
    // "1:*" of nothing is BAD to some servers; that there is nothing may be old news
    if (this.exists === 0) await session.run(noop(), options)
    if (this.exists === 0) return
    yield* fetchWindows(session, messages, query, this.exists, options)
  }

  /** One message, the first where there are more; undefined when it is not there. */
  async fetchOne<const Q extends FetchQuery>(
    message: number | string | UidSet | SeqSet,
    query: Q,
    options: FetchOptions = {},
  ): Promise<Message<Q> | undefined> {
    let first: Message<Q> | undefined
    // to its end: who has it finds nothing outstanding (a pool closes a connection that has)
    for await (const found of this.fetch(message, query, options)) first ??= found
    return first
  }

  /**
   * A part as a stream, its transfer encoding undone; the whole message, as it is, without `part`. One round trip and
   * constant memory; read it or cancel() it, for nothing behind it is read before. RFC 9051 §6.4.5
   * @throws {NotFoundError} when there is no such message or part
   */
  async download(uid: number, part?: string, options?: CallOptions): Promise<Download> {
    const session = this.#here()
    return new Promise((resolve, reject) => {
      // its end is nobody's: the body itself fails when the connection does
      session.run(download(uid, part, resolve), options).catch(reject)
    })
  }

  /** UIDs of the messages that fit; with `return`, what is asked for. RFC 9051 §6.4.4 */
  search(query: SearchQuery, options?: SearchOptions & { return?: undefined }): Promise<UidSet>
  search(query: SearchQuery, options: SearchOptions & { return: readonly SearchReturn[] }): Promise<SearchResult>
  async search(
    query: SearchQuery,
    { return: wanted, charset, ...options }: SearchOptions & { return?: readonly SearchReturn[] | undefined } = {},
  ): Promise<UidSet | SearchResult> {
    const session = this.#here()
    const { capabilities, utf8 } = session.state
    const plain = compileSearch(query, { utf8: utf8 && charset === undefined })
    const program = charset === undefined ? plain : await inCharset(plain, charset)
    const extended = capabilities.has('ESEARCH') || capabilities.has('IMAP4REV2')
    const returns = wanted ?? (['all'] as const)
    const result = await session.run(search(program, { returns: extended ? returns : undefined }), options)
    if (wanted === undefined) return result.all ?? UidSet.empty
    return extended ? result : (Object.fromEntries(wanted.map((name) => [name, result[name]])) as SearchResult)
  }

  addFlags(messages: MessageSet, flags: Iterable<string>, options?: StoreOptions & CallOptions): Promise<Stored> {
    return this.#store(messages, 'add', flags, options)
  }

  removeFlags(messages: MessageSet, flags: Iterable<string>, options?: StoreOptions & CallOptions): Promise<Stored> {
    return this.#store(messages, 'remove', flags, options)
  }

  /** These flags and no others. */
  setFlags(messages: MessageSet, flags: Iterable<string>, options?: StoreOptions & CallOptions): Promise<Stored> {
    return this.#store(messages, 'set', flags, options)
  }

  /**
   * Copies messages. RFC 9051 §6.4.7
   * @returns their new UIDs, where the server tells
   * @throws {NotFoundError} when there is no such mailbox
   */
  async copy(messages: MessageSet, to: string, options?: CallOptions): Promise<CopyUid | undefined> {
    const session = this.#here()
    return session.run(copy(messages, to, { utf8: session.state.utf8 }), options)
  }

  /** Moves messages; where the server has no MOVE, by copying and expunging them. RFC 6851 §3.3 */
  async move(messages: MessageSet, to: string, options?: CallOptions): Promise<CopyUid | undefined> {
    const session = this.#here()
    const { capabilities, utf8 } = session.state
    if (capabilities.has('MOVE') || capabilities.has('IMAP4REV2'))
      return session.run(move(messages, to, { utf8 }), options)
    const uids = await this.#uidsOf(messages, options)
    if (uids.isEmpty) return undefined
    const copied = await session.run(copy(uids, to, { utf8 }), options)
    await this.addFlags(uids, ['\\Deleted'], { silent: true, ...options })
    await this.expunge(uids, options)
    return copied
  }

  /**
   * Removes the messages that are marked as \Deleted, or those of them that are in the set. RFC 9051 §6.4.3, 4315 §2.1
   *
   * Without UIDPLUS the mark is taken off the others meanwhile.
   */
  async expunge(messages?: MessageSet, options?: CallOptions): Promise<void> {
    const session = this.#here()
    if (messages === undefined) return session.run(expunge(), options)
    const uids = await this.#uidsOf(messages, options)
    if (uids.isEmpty) return
    const { capabilities } = session.state
    if (capabilities.has('UIDPLUS') || capabilities.has('IMAP4REV2')) {
      await Promise.all(Array.from(uids.split(longestSet), (part) => session.run(expunge(part), options)))
      return
    }
    const others = await this.search({ deleted: true, not: { uid: uids } }, options)
    if (!others.isEmpty) await this.removeFlags(others, ['\\Deleted'], { silent: true, ...options })
    try {
      await session.run(expunge(), options)
    } finally {
      if (!others.isEmpty) await this.addFlags(others, ['\\Deleted'], { silent: true, ...options })
    }
  }

  /** Lets the server write down what it keeps in memory. RFC 3501 §6.4.1 */
  async check(options?: CallOptions): Promise<void> {
    return this.#here().run(check(), options)
  }

  /** Selects no mailbox, and removes nothing. RFC 3691, 9051 §6.4.2 */
  async unselect(options?: CallOptions): Promise<void> {
    const session = this.#here()
    const { capabilities } = session.state
    const knows = capabilities.has('UNSELECT') || capabilities.has('IMAP4REV2')
    if (!knows && !this.readOnly) {
      // CLOSE removes nothing from a mailbox that is open for reading
      await session.run(select(this.name, { readOnly: true, utf8: session.state.utf8 }), options)
    }
    await this.#leave(knows ? unselect() : close(), options)
  }

  /** Removes the messages that are marked as \Deleted, and selects no mailbox. RFC 9051 §6.4.1 */
  async close(options?: CallOptions): Promise<void> {
    this.#here()
    await this.#leave(close(), options)
  }

  /** What happens here, until the signal ends the loop: by IDLE, or by asking now and then. RFC 2177 */
  watch(options: WatchOptions = {}): AsyncGenerator<MailboxEvent, void, undefined> {
    return watch(this.#here(), this.#selected, options)
  }

  /** Selects no mailbox, unless another is selected or the connection is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.selected) await this.unselect()
  }

  async #leave(command: ReturnType<typeof close>, options: CallOptions | undefined): Promise<void> {
    // what is asked of it from now on would go to no mailbox
    this.#selected.left = true
    const { state } = this.#session
    await this.#session.run({ ...command, done: () => state.select(undefined) }, options)
  }

  async #store(
    messages: MessageSet,
    action: StoreAction,
    flags: Iterable<string>,
    { signal, ...options }: StoreOptions & CallOptions = {},
  ): Promise<Stored> {
    const session = this.#here()
    const wanted = [...flags]
    const parts = fitting(messages).map((part) => session.run(store(part, action, wanted, options), { signal }))
    const [first, ...others] = await Promise.all(parts)
    return others.reduce((all, one) => {
      return { flags: new Map([...all.flags, ...one.flags]), modified: all.modified.union(one.modified) }
    }, first!)
  }

  async #uidsOf(messages: MessageSet, options: CallOptions | undefined): Promise<UidSet> {
    const { set } = target(messages)
    if (set instanceof UidSet && !set.isOpen) return set
    return this.search(set instanceof SeqSet ? { seq: set } : { uid: set }, options)
  }

  #here(): Session {
    if (this.#selected.left)
      throw new ArgumentError(`${this.name} is not the selected mailbox any more: select() it again`)
    return this.#session
  }
}
