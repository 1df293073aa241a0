import { isUtf8 } from 'node:buffer'
import { ArgumentError, type Charset, excerpt } from '@linewire/wire'

/** A charset as a table has it: what it does not know becomes something else, unnoticed. */
interface Codec {
  encode(text: string): Buffer
  decode(octets: Buffer): string
}

const ascii = /^[\0-\x7f]*$/
const escaped = /(?<![\ud800-\udbff])([\udc80-\udcff])/

/**
 * For servers that do not say that they speak UTF-8: one character per octet, so that every name that they send can be
 * sent back, whatever its charset is. What has no place in Latin-1 goes out as UTF-8.
 */
export const octetNames: Charset = {
  encode: (text) => (/^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : text),
  decode: (octets) => octets.toString('latin1'),
}

/**
 * UTF-8. An octet that is none comes as a lone surrogate, U+DC80 to U+DCFF, and goes back as that octet: a name that
 * was made in another charset can be sent back too (as in Python, PEP 383).
 */
export const utf8Names: Charset = {
  encode: (text) => (escaped.test(text) ? octetsOf(text, (plain) => Buffer.from(plain)) : text),
  decode: (octets) => (isUtf8(octets) ? octets.toString() : textOf(octets, (piece) => isUtf8(piece) && String(piece))),
}

/**
 * The charset of names that a user asks for: `utf8`, `latin1`, or any that iconv-lite knows (`gbk`, `shift_jis`). What
 * cannot be said in it is refused with an ArgumentError; octets that mean nothing in it come and go as in utf8Names.
 * @throws {ArgumentError} when there is none of that name, or it cannot carry commands
 */
export async function charsetOf(encoding: string): Promise<Charset> {
  if (/^utf-?8$/i.test(encoding)) return utf8Names
  if (/^(?:latin-?1|iso-?8859-?1)$/i.test(encoding)) {
    return exact(encoding, {
      encode: (text) => Buffer.from(text, 'latin1'),
      decode: (octets) => octets.toString('latin1'),
    })
  }
  const { default: iconv } = await import('iconv-lite')
  if (!iconv.encodingExists(encoding)) throw new ArgumentError(`no encoding is called ${JSON.stringify(encoding)}`)
  if (!iconv.encode('CWD a\r\n', encoding).equals(Buffer.from('CWD a\r\n'))) {
    throw new ArgumentError(`commands cannot be sent in ${encoding}: it does not leave ASCII as it is`)
  }
  return exact(encoding, {
    encode: (text) => iconv.encode(text, encoding),
    decode: (octets) => iconv.decode(octets, encoding),
  })
}

/** Both ways without loss: what would come back as something else is escaped, or refused. */
function exact(name: string, { encode, decode }: Codec): Charset {
  const plainOctets = (text: string): Buffer => {
    const octets = encode(text)
    if (decode(octets) === text) return octets
    throw new ArgumentError(`${excerpt(text)} cannot be written in ${name} (encoding)`)
  }
  const plainText = (octets: Buffer): string | false => {
    const text = decode(octets)
    return encode(text).equals(octets) && text
  }
  return {
    encode: (text) => (ascii.test(text) ? text : octetsOf(text, plainOctets)),
    decode: (octets) => plainText(octets) || textOf(octets, plainText),
  }
}

function octetsOf(text: string, plain: (text: string) => Buffer): Buffer {
  const pieces = text
    .split(escaped)
    .map((piece, index) => (index % 2 === 0 ? plain(piece) : Buffer.from([piece.charCodeAt(0) & 0xff])))
  return Buffer.concat(pieces)
}

/** octets that one character takes at most, in any charset */
const widest = 4

function textOf(octets: Buffer, plain: (octets: Buffer) => string | false): string {
  let text = ''
  for (let at = 0; at < octets.length; ) {
    let size = 1
    let known = plain(octets.subarray(at, at + 1))
    while (!known && size < widest && at + size < octets.length) known = plain(octets.subarray(at, at + ++size))
    text += known || String.fromCharCode(0xdc00 + octets[at]!)
    at += known ? size : 1
  }
  return text
}
