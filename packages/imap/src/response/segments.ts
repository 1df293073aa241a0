/** A body literal that went to a stream instead of memory: only its size in octets is known here. */
export interface Streamed {
  readonly size: number
}

/** The octets of `{n}`, in memory or gone to a stream. */
export type Literal = Buffer | Streamed

/** piece, literal, piece, literal … piece: always one piece more than literals, the last one may be empty. */
export interface Segmented {
  readonly pieces: readonly Buffer[]
  readonly literals: readonly Literal[]
}

/**
 * One whole response as the framer hands it to the parser.
 *
 *     * 1 FETCH (UID 7 BODY[] {3}CRLF   →  pieces[0] "* 1 FETCH (UID 7 BODY[] "
 *     abc                               →  literals[0]
 *      FLAGS ())CRLF                    →  pieces[1] " FLAGS ())"
 *
 * Pieces carry neither CR LF nor the marker `{n}`. Nearly every response is one line without a literal: that one is
 * a plain Buffer, nothing is allocated around it. The parser keeps no view of a piece, so pieces may be views of a
 * chunk that is about to be reused; literals are handed on as they are.
 */
export type Segments = Buffer | Segmented

/** A literal announced at the end of a line. RFC 9051 §4.3, RFC 7888, RFC 3516 §4.2 */
export interface LiteralMarker {
  /** octets that follow the CR LF; Infinity when no number can hold it */
  readonly size: number
  /** `~{n}`: literal8, may hold NUL */
  readonly binary: boolean
  /** `{n+}` */
  readonly nonSync: boolean
  /** offset in the line at which the marker begins: the piece ends here */
  readonly start: number
}

const SPACE = 0x20
const PLUS = 0x2b
const ASTERISK = 0x2a

/**
 * The literal that the *first* line of a response (without CR LF) ends in, if any. Only the last octets are looked at.
 *
 * Status responses, continuations and tagged lines end in free text, and a `{9}` in free text is free text: taking it
 * for a literal would let a server, or whoever writes its messages, swallow the responses behind it.
 */
export function literalAtEnd(line: Buffer): LiteralMarker | undefined {
  if (line[line.length - 1] !== 0x7d || isFreeText(line)) return undefined
  return literalMarker(line)
}

/** The same for the lines *behind* a literal of a response: these are data for certain. */
export function literalMarker(line: Buffer): LiteralMarker | undefined {
  let at = line.length - 1
  if (line[at] !== 0x7d) return undefined
  at--
  // "{4096+   }" was seen by MailKit; 8 spaces are plenty
  for (let spaces = 0; line[at] === SPACE && spaces < 8; spaces++) at--
  const nonSync = line[at] === PLUS
  if (nonSync) at--
  const last = at
  while (at >= 0 && last - at < 40 && isDigit(line[at])) at--
  if (at === last || line[at] !== 0x7b) return undefined
  const size = Number(line.toString('latin1', at + 1, last + 1))
  const binary = line[at - 1] === 0x7e
  return { size: Number.isSafeInteger(size) ? size : Infinity, binary, nonSync, start: binary ? at - 1 : at }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}

/** Everything but untagged data: `+ …`, `A1 OK …`, `* BAD …`, `* [code] …`, `[code] …` */
function isFreeText(line: Buffer): boolean {
  let at = 0
  while (line[at] === 0) at++
  if (line[at] !== ASTERISK) return true
  at++
  while (line[at] === SPACE) at++
  if (line[at] === 0x5b) return true
  const end = line.indexOf(SPACE, at)
  if (end === -1 || end - at > 7) return false
  switch (line.toString('latin1', at, end).toUpperCase()) {
    case 'OK':
    case 'NO':
    case 'BAD':
    case 'BYE':
    case 'PREAUTH':
      return true
    default:
      return false
  }
}
