import { type Framing, literalFraming } from '@linewire/wire'

/** Turns pieces of an encoded part into pieces of the part. */
interface Decoder {
  write(piece: Buffer): Buffer
  end(): Buffer
}

const EMPTY = Buffer.alloc(0)
const LF = 10
const CR = 13
const SPACE = 32
const TAB = 9
const EQUALS = 61
/** octets that may wait for what follows them: a part of nothing but blanks is kept no longer */
const longestWait = 64 * 1024

/** A literal whose transfer encoding is undone on the way. RFC 2045 §6; an encoding that is unknown is left as it is */
export function decodedLiteral(octets: number, encoding: string): Framing {
  const literal = literalFraming(octets)
  const decoder = decoderOf(encoding)
  if (decoder === undefined) return literal
  return {
    feed(input, emit) {
      const pass = (piece: Buffer): void => {
        if (piece.length > 0) emit(piece)
      }
      const over = literal.feed(input, (piece) => pass(decoder.write(piece)))
      if (over) pass(decoder.end())
      return over
    },
  }
}

function decoderOf(encoding: string): Decoder | undefined {
  if (encoding === 'base64') return base64()
  if (encoding === 'quoted-printable') return quotedPrintable()
  return undefined
}

/** RFC 2045 §6.8: whatever is not of the alphabet is to be ignored. */
function base64(): Decoder {
  let rest = ''
  return {
    write(piece) {
      const text = rest + piece.toString('latin1').replace(/[^A-Za-z0-9+/]+/g, '')
      const whole = text.length & ~3
      rest = text.slice(whole)
      return Buffer.from(text.slice(0, whole), 'base64')
    },
    end: () => Buffer.from(rest, 'base64'),
  }
}

/** RFC 2045 §6.7: a line at a time, for blanks at its end are not part of it. */
function quotedPrintable(): Decoder {
  let rest: Buffer = EMPTY
  return {
    write(piece) {
      const text = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      let whole = text.lastIndexOf(LF) + 1
      // a line that never ends must not be kept for ever; "=" and two digits stay together
      if (text.length - whole > 4096) whole = Math.max(whole, text.length - 3)
      while (whole > 0 && whole < text.length && mayGoOn(text[whole - 1]!, text[whole - 2])) whole--
      if (text.length - whole > longestWait) whole = text.length
      rest = Buffer.from(text.subarray(whole))
      return unquote(text.subarray(0, whole))
    },
    end: () => unquote(rest),
  }
}

/** Whether what these two mean depends on what follows. */
function mayGoOn(last: number, before: number | undefined): boolean {
  return last === EQUALS || before === EQUALS || last === SPACE || last === TAB || last === CR
}

function unquote(text: Buffer): Buffer {
  const decoded = Buffer.allocUnsafe(text.length)
  let length = 0
  for (let at = 0; at < text.length; ) {
    const octet = text[at]!
    if (octet === EQUALS) {
      const value = hex(text[at + 1]) * 16 + hex(text[at + 2])
      if (value >= 0) {
        decoded[length++] = value
        at += 3
        continue
      }
      const end = lineEnd(text, at + 1)
      // "=" that begins nothing stands for itself
      if (end === undefined) decoded[length++] = octet
      at = end ?? at + 1
    } else if (octet === SPACE || octet === TAB) {
      const end = blanks(text, at)
      const last = text[end] === undefined || text[end] === LF || (text[end] === CR && text[end + 1] === LF)
      if (!last) length += text.copy(decoded, length, at, end)
      at = end
    } else {
      decoded[length++] = octet
      at++
    }
  }
  return decoded.subarray(0, length)
}

/** behind a soft line break, blanks before it included */
function lineEnd(text: Buffer, from: number): number | undefined {
  const at = blanks(text, from)
  if (at === text.length) return at
  if (text[at] === LF) return at + 1
  return text[at] === CR && text[at + 1] === LF ? at + 2 : undefined
}

function blanks(text: Buffer, from: number): number {
  let at = from
  while (text[at] === SPACE || text[at] === TAB) at++
  return at
}

/** −1000: no digit */
function hex(octet: number | undefined): number {
  if (octet === undefined) return -1000
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  const letter = octet & ~0x20
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1000
}
