import {
  asBuffer,
  collect,
  decode,
  dotFraming,
  excerpt,
  line,
  ProtocolError,
  type Script,
  type Talk,
} from '@linewire/wire'
import { refusal } from './refusals.ts'

/** What a server says, without its status. */
export interface Reply {
  readonly code: '+OK'
  readonly text: string
}

/**
 * "+OK text" or "-ERR [code] text". RFC 1939 §3, 2449 §8
 * @throws {ReplyError} for -ERR, of the class that its code names
 */
export function* ok(io: Talk): Script<string> {
  return verdict(io, yield* line(io.input))
}

/** What a status line says, once it has been read. */
export function verdict(io: Talk, text: string): string {
  // a comparison for nearly all, an expression for the rest
  if (text.startsWith('+OK ') || /^\+OK(?: |$)/i.test(text)) return text.slice(4)
  if (!/^-ERR(?: |$)/i.test(text)) {
    throw new ProtocolError(`${io.name}: expected +OK or -ERR, got ${excerpt(text)}`)
  }
  // only directly behind -ERR: Exchange ends its greeting in brackets that mean something else
  const [, code, rest] = /^-ERR(?: \[([^\]\s]+)\])?\s*(.*)$/i.exec(text)!
  throw refusal(io.name, code, rest!)
}

/** The lines of a response that grows with the maildrop, of at most `maxBytes` octets, dots taken off. RFC 1939 §3 */
export function* block(io: Talk, maxBytes?: number): Script<string[]> {
  const octets = yield* collect(io.input, dotFraming(io.input.bareLf), maxBytes)
  const lines = decode(asBuffer(octets)).split(/\r?\n/)
  lines.pop() // behind the last line end is nothing
  return lines
}

/** A number, or a message, and octets; what stands behind them is the server's own affair. RFC 1939 §5 */
export function withOctets(io: Talk, text: string): [number: number, octets: number] {
  const [, number, size] = /^\s*(\d+)\s+(-?\d+)(?!\S)/.exec(text) ?? []
  const octets = unsigned(Number(size))
  if (!Number.isSafeInteger(Number(number)) || !Number.isSafeInteger(octets) || octets < 0) {
    throw new ProtocolError(`${io.name}: expected 2 numbers, got ${excerpt(text)}`)
  }
  return [Number(number), octets]
}

/** A server that counts in 32 bits says less than nothing beyond 2 GB (MailKit#872: a maildrop of 20437 messages). */
function unsigned(octets: number): number {
  return octets < 0 && octets >= -(2 ** 31) ? octets + 2 ** 32 : octets
}
