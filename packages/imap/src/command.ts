import type { Beside, Body, Framing, Order, Script, Source, Talk } from '@linewire/wire'
import type { Part } from './quote.ts'
import type { BodySection, FetchData } from './response/fetch.ts'
import type { Continue, Data, Response, Status, Tagged } from './response/response.ts'

/** What a server says without a tag. RFC 9051 §7 */
export type Untagged = Status | Data

/** What ends a command: its tagged reply; for the greeting, the greeting itself. */
export type Ending = Tagged | Status

/** A literal that is not in memory: APPEND's message. */
export interface SourcePart {
  readonly source: Source
  /** octets, exactly */
  readonly size: number
}

/** Text, or a literal. Text goes out as it is: whoever writes it has quoted it. */
export type Piece = Part | SourcePart

/** Octets of a message that go to a stream instead of memory. */
export interface Streaming {
  readonly framing: Framing
  /** the body, as soon as its first octet may come */
  ready(body: Body): void
}

/**
 * A command of IMAP: a value that is run once. Untagged data comes to `claims`, the tagged OK to `done`; a tagged NO or
 * BAD is a ReplyError before either hears of it.
 */
export interface ImapCommand<T> extends Omit<Order, 'line' | 'follow'> {
  /** without the tag and CR LF; pieces where there is a literal; undefined when nothing is sent (the greeting) */
  readonly line: string | readonly Piece[] | undefined
  /** the untagged responses that may be its own: `FETCH`, `ESEARCH`; `OK` for status responses */
  readonly types?: readonly string[]
  /** Takes one of these types, if it belongs to this command: by its UID, mailbox, items or tag, never by its order. */
  claims?(response: Untagged, tag: string): boolean
  /** Whether the literal that comes next, the last of `data.sections`, goes to a stream of this command. */
  streams?(data: FetchData, section: BodySection, octets: number): Streaming | undefined
  /** Whether the sections of this message, as far as they have come, are its own and go to memory. */
  collects?(data: FetchData): boolean
  /** Speaks with the server until the reply that ends it: literals it waits for, SASL, IDLE. Its turn is `alone`. */
  talk?(io: ImapTalk): Script<Ending>
  /** The value, once the server said OK. May still throw a ReplyError. */
  done(ending: Ending): T
}

/** What a command that talks back may use. */
export interface ImapTalk extends Talk, Pick<Beside, 'wake'> {
  /** The next response, whatever it is. */
  next(): Script<Response>
  /** The next that is said to this command: `+ …`, or its tagged reply. What comes untagged goes its own way. */
  answer(): Script<Continue | Tagged>
}

/** A command as the engine takes it: its literals are a part of what is sent. */
export interface ImapOrder extends Order {
  readonly types?: readonly string[]
  claims?(response: Untagged, tag: string): boolean
  streams?(data: FetchData, section: BodySection, octets: number): Streaming | undefined
  collects?(data: FetchData): boolean
  talk?(io: ImapTalk): Script<Ending>
  done(ending: Ending): unknown
}
