import { Buffer } from 'node:buffer'
import type { Libmime } from 'libmime'
import { addressOf, type Mailbox, needsUtf8 } from './address.ts'
import { ComposeError } from './errors.ts'

/** Writes whole header fields, folded and ended by CR LF. Every line has at most 998 octets (RFC 5322 §2.1.1). */
export interface HeaderWriter {
  /** Free text such as Subject: encoded words where needed (RFC 2047), raw UTF-8 where allowed (RFC 6532). */
  text(name: string, value: string): string
  /** Tokens that must arrive as they are: message identifiers, dates. */
  tokens(name: string, value: string): string
  /** Mailboxes: names quoted or encoded, domains in A-labels or U-labels. */
  addresses(name: string, list: readonly Mailbox[]): string
  /** A value with parameters, long and non-ASCII ones as in RFC 2231. */
  parameters(name: string, value: string, params: Record<string, string>): string
}

/**
 * Refuses what would end a header line early, before anything is written.
 *
 * @throws {ComposeError} naming `field`
 */
export const oneLine = (field: string, value: unknown): string => {
  if (typeof value !== 'string') throw new ComposeError(field, 'has to be a string')
  if (/[\r\n\0]/.test(value)) throw new ComposeError(field, 'CR, LF and NUL cannot stand in a header')
  return value
}

const MAX_LINE = 998
const ENCODED_WORD = /=\?[^?\s]+\?[bq]\?/i
const ASCII_TEXT = /^[\x20-\x7e]*$/
// the only white space is the plain space: a fold before any other would not be read as a fold
const UTF8_TEXT = /^(?:[^\s\p{Cc}\p{Cs}]| )*$/u
const ATOMS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/

/** Loads libmime when the first message is written; `utf8` as in RFC 6532. */
export const headerWriter = async (utf8: boolean): Promise<HeaderWriter> => {
  const { default: mime } = await import('libmime')
  return {
    text: (name, value) =>
      (isPlain(value, utf8) ? fold(mime, name, value) : undefined) ??
      whole(mime, name, encodedWords(mime, value, name)),
    tokens: (name, value) => whole(mime, name, value),
    addresses: (name, list) => whole(mime, name, list.map((one) => address(mime, name, one, utf8)).join(', ')),
    parameters: (name, value, params) => whole(mime, name, mime.buildHeaderValue({ value, params })),
  }
}

const isPlain = (value: string, utf8: boolean): boolean =>
  (utf8 ? UTF8_TEXT : ASCII_TEXT).test(value) && value === value.trim() && !ENCODED_WORD.test(value)

/** The shorter of the two encodings, cut into words that fit behind the name, of 75 characters at most. RFC 2047 §2 */
const encodedWords = (mime: Libmime, value: string, name: string): string => {
  const length = Math.max(74 - name.length, 32)
  const q = mime.encodeWord(value, 'Q', length)
  const b = mime.encodeWord(value, 'B', length)
  return b.length < q.length ? b : q
}

const address = (mime: Libmime, header: string, mailbox: Mailbox, utf8: boolean): string => {
  const plain = addressOf(mailbox, utf8)
  if (!utf8 && needsUtf8(mailbox)) {
    throw new ComposeError(header, `${plain} can only be written where the server offers SMTPUTF8`)
  }
  return mailbox.name === '' ? plain : `${phrase(mime, mailbox.name, header, utf8)} <${plain}>`
}

/** Atoms as they are, short text in quotes, the rest in encoded words. RFC 5322 §3.2.5, RFC 2047 §5 (3) */
const phrase = (mime: Libmime, name: string, header: string, utf8: boolean): string => {
  const short = name.length <= 60 && !name.includes('  ')
  if (!short || !isPlain(name, utf8)) return encodedWords(mime, name, header)
  return ATOMS.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`
}

const whole = (mime: Libmime, name: string, value: string): string => {
  const field = fold(mime, name, value)
  if (field === undefined) throw new ComposeError(name, `cannot be folded into lines of ${MAX_LINE} octets`)
  return field
}

/** Undefined when a line would be too long, or of white space alone: some readers take that for the end of the header. */
const fold = (mime: Libmime, name: string, value: string): string | undefined => {
  const lines = mime.foldLines(`${name}: ${value}`.trimEnd(), 76).split('\r\n')
  // a name alone on its line is allowed, but Python's email and others then start the value with the fold
  if (lines[0] === `${name}:` && lines.length > 1) lines.splice(0, 2, `${name}:${lines[1]}`)
  if (lines.some((line) => line.trim() === '' || Buffer.byteLength(line) > MAX_LINE)) return undefined
  return `${lines.join('\r\n')}\r\n`
}
