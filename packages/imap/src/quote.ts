import { ArgumentError } from '@linewire/wire'
/** A piece of a command: text that goes out as it is, or octets that go out as a literal. */
export type Part = string | LiteralPart

/** Octets that neither an atom nor a quoted string can hold. The writer chooses between `{n}` and `{n+}`. */
export interface LiteralPart {
  readonly literal: Uint8Array
}

export interface QuoteOptions {
  /** UTF-8 is allowed within quotes: IMAP4rev2 or UTF8=ACCEPT is enabled. RFC 9051 §4.3, RFC 6855 §3 */
  readonly utf8?: boolean
}

/** Servers take long command lines badly; a literal can have any length. */
const LONGEST_QUOTED = 1000

/** ASTRING-CHAR: ATOM-CHAR and `]`. RFC 9051 §9 */
const ATOM = /^[^\x00-\x20(){%*"\\\x7f-\uffff]+$/
const QUOTABLE = /^[^\x00\r\n\x80-\uffff]*$/
const QUOTABLE_UTF8 = /^[^\x00\r\n]*$/

/** Whether this text cannot be said but with a literal. */
export function needsLiteral(text: string, options?: QuoteOptions): boolean {
  return text.length > LONGEST_QUOTED || !(options?.utf8 === true ? QUOTABLE_UTF8 : QUOTABLE).test(text)
}

/**
 * An astring: an atom if it is one, else quoted, else a literal. RFC 9051 §9
 *
 * @throws ArgumentError for NUL and for half a surrogate pair, which no form can hold
 */
export function astring(text: string, options?: QuoteOptions): Part {
  // NIL as an atom is safe by the grammar of astring, but not with every server
  if (ATOM.test(text) && text.length <= LONGEST_QUOTED && !/^nil$/i.test(text)) return text
  return string(text, options)
}

/**
 * A string: quoted, or else a literal. RFC 9051 §9
 *
 * @throws ArgumentError for NUL and for half a surrogate pair, which no form can hold
 */
export function string(text: string, options?: QuoteOptions): Part {
  if (text.includes('\0'))
    throw new ArgumentError(`NUL cannot be part of a string: ${JSON.stringify(text.slice(0, 60))}`)
  if (/\p{Surrogate}/u.test(text))
    throw new ArgumentError(`half a character cannot be sent: ${JSON.stringify(text.slice(0, 60))}`)
  if (needsLiteral(text, options)) return { literal: Buffer.from(text, 'utf8') }
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** NIL for null. */
export function nstring(text: string | null, options?: QuoteOptions): Part {
  return text === null ? 'NIL' : string(text, options)
}

/**
 * A name that goes out bare: capabilities, resource names.
 *
 * @throws ArgumentError when it is no atom
 */
export function atom(text: string): string {
  if (!ATOM.test(text) || text.includes(']')) throw new ArgumentError(`${JSON.stringify(text)} is not an atom`)
  return text
}

/** Parts in a row, with neighbouring texts made one. */
export function joinParts(parts: Iterable<Part>): Part[] {
  const joined: Part[] = []
  for (const part of parts) {
    const previous = joined.at(-1)
    if (typeof part === 'string' && typeof previous === 'string') joined[joined.length - 1] = previous + part
    else joined.push(part)
  }
  return joined
}
