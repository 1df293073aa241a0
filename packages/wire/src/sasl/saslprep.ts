import { SaslError } from './mechanism.ts'

// Functions, not constants: these classes take milliseconds to build, and nearly all names and passwords are ASCII.

// U+200B stands in both mapping tables; as in PostgreSQL, libidn and MongoDB it becomes a space.
/** Spaces that become U+0020. RFC 3454 table C.1.2 */
const space = (): RegExp => /[\p{Zs}\u200b]/gu
/** Characters that become nothing. Table B.1 */
const nothing = (): RegExp => /\u034f|\u200d|[\u180b-\u180d]|[\ufe00-\ufe0f]|[\u00ad\u1806\u200c\u2060\ufeff]/gu

/** What may not be there after normalisation. RFC 4013 §2.3: tables C.2 to C.9 */
const prohibited = (): RegExp =>
  new RegExp(
    [
      '\\p{Cc}|[\\u06dd\\u070f\\u180e\\u2028\\u2029\\u2061-\\u2063\\ufff9-\\ufffc\\u{1d173}-\\u{1d17a}]', // C.2 control
      '\\p{Co}|\\p{Noncharacter_Code_Point}|\\p{Cs}', // C.3 private use, C.4 no characters, C.5 surrogates
      '[\\ufffd\\u2ff0-\\u2ffb]', // C.6, C.7 of no use in plain text
      '[\\u0340\\u0341\\u200e\\u200f\\u202a-\\u202e\\u206a-\\u206f]', // C.8 changes of display
      '[\\u{e0001}\\u{e0020}-\\u{e007f}]', // C.9 tags
    ].join('|'),
    'u',
  )

export const isProhibited = (text: string): boolean => prohibited().test(text)

/** Characters written from right to left. Table D.1 */
const rightToLeft = (): RegExp =>
  /[\u05be\u05c0\u05c3\u05d0-\u05ea\u05f0-\u05f4\u061b\u061f\u0621-\u063a\u0640-\u064a\u066d-\u066f\u0671-\u06d5\u06dd\u06e5\u06e6\u06fa-\u06fe\u0700-\u070d\u0710\u0712-\u072c\u0780-\u07a5\u07b1\u200f\ufb1d\ufb1f-\ufb28\ufb2a-\ufb36\ufb38-\ufb3c\ufb3e\ufb40\ufb41\ufb43\ufb44\ufb46-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdfc\ufe70-\ufe74\ufe76-\ufefc]/u
/** Characters written from left to right: the letters of table D.2, which also has the digits and symbols of some scripts. */
const leftToRight = (): RegExp => /[\p{L}\p{Mc}\p{Nl}]/u

/** "If a string contains any right-to-left character, it must begin and end with one and contain no left-to-right one". RFC 3454 §6 */
export function mixesDirections(text: string): boolean {
  const right = rightToLeft()
  if (!right.test(text)) return false
  const characters = [...text]
  if (!right.test(characters[0] ?? '') || !right.test(characters.at(-1) ?? '')) return true
  const left = leftToRight()
  return characters.some((character) => left.test(character) && !right.test(character))
}

/**
 * One spelling for names and passwords that look the same. RFC 4013
 *
 * Characters that Unicode 3.2 did not know (the emoji, for one) pass unchanged rather than being refused: people have
 * them in passwords, and servers that keep RFC 4013 to the letter will say so themselves.
 * Throws SaslError for a character that is prohibited and for mixed writing directions; `what` is named in the message.
 */
export function saslprep(text: string, what: 'user name' | 'password'): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  const prepared = text.replace(space(), ' ').replace(nothing(), '').normalize('NFKC')
  if (isProhibited(prepared)) {
    throw new SaslError(`The ${what} contains a character that SASLprep (RFC 4013) does not allow`)
  }
  if (mixesDirections(prepared)) {
    throw new SaslError(
      `The ${what} mixes right-to-left and left-to-right characters, which SASLprep (RFC 4013) forbids`,
    )
  }
  return prepared
}
