import {
  asBuffer,
  collect,
  decode,
  dotFraming,
  excerpt,
  line,
  ProtocolError,
  ReplyError,
  type Script,
  type Talk,
} from '@linewire/wire'

/** the response codes that say "later". RFC 2449 §8.1, 3206 §4 */
const transient = new Set(['IN-USE', 'LOGIN-DELAY', 'SYS/TEMP'])

/** What a server says, without its status. */
export interface Reply {
  readonly code: '+OK'
  readonly text: string
}

/**
 * "+OK text" or "-ERR [code] text". RFC 1939 §3, 2449 §8
 * @throws {ReplyError} for -ERR
 */
export function* ok(io: Talk): Script<string> {
  return verdict(io, yield* line(io.input))
}

/** What a status line says, once it has been read. */
export function verdict(io: Talk, text: string): string {
  if (/^\+OK(?: |$)/i.test(text)) return text.slice(4)
  if (!/^-ERR(?: |$)/i.test(text)) {
    throw new ProtocolError(`${io.name}: expected +OK or -ERR, got ${excerpt(text)}`)
  }
  // only directly behind -ERR: Exchange ends its greeting in brackets that mean something else
  const [, code, rest] = /^-ERR(?: \[([^\]\s]+)\])?\s*(.*)$/i.exec(text)!
  const responseCode = code?.toUpperCase()
  throw new ReplyError({
    command: io.name,
    code: '-ERR',
    responseCode,
    text: rest!,
    transient: responseCode !== undefined && transient.has(responseCode),
  })
}

/** The lines of a response that grows with the maildrop, of at most `maxBytes` octets, dots taken off. RFC 1939 §3 */
export function* block(io: Talk, maxBytes?: number): Script<string[]> {
  const octets = yield* collect(io.input, dotFraming(io.input.bareLf), maxBytes)
  const lines = decode(asBuffer(octets)).split(/\r?\n/)
  lines.pop() // behind the last line end is nothing
  return lines
}

/** The numbers that a line begins with; what stands behind them is the server's own affair. RFC 1939 §5 */
export function integers(io: Talk, text: string, count: number): number[] {
  const numbers = text.trimStart().split(/ +/, count).map(Number)
  if (numbers.length < count || !numbers.every(Number.isSafeInteger)) {
    throw new ProtocolError(`${io.name}: expected ${count} numbers, got ${excerpt(text)}`)
  }
  return numbers
}
