import { ArgumentError, type Charset, utf8 } from '@linewire/wire'

/**
 * For servers that do not say that they speak UTF-8: one character per octet, so that every name that they send can be
 * sent back, whatever its charset is. What has no place in Latin-1 goes out as UTF-8.
 */
export const octetNames: Charset = {
  encode: (text) => (/^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : text),
  decode: (octets) => octets.toString('latin1'),
}

/**
 * The charset of names that a user asks for: `utf8`, `latin1`, or any that iconv-lite knows (`gbk`, `shift_jis`).
 * @throws {ArgumentError} when there is none of that name, or it cannot carry commands
 */
export async function charsetOf(encoding: string): Promise<Charset> {
  if (/^utf-?8$/i.test(encoding)) return utf8
  if (/^(?:latin-?1|iso-?8859-?1)$/i.test(encoding)) return octetNames
  const { default: iconv } = await import('iconv-lite')
  if (!iconv.encodingExists(encoding)) throw new ArgumentError(`no encoding is called ${JSON.stringify(encoding)}`)
  if (!iconv.encode('CWD a\r\n', encoding).equals(Buffer.from('CWD a\r\n'))) {
    throw new ArgumentError(`commands cannot be sent in ${encoding}: it does not leave ASCII as it is`)
  }
  return {
    encode: (text) => iconv.encode(text, encoding),
    decode: (octets) => iconv.decode(octets, encoding),
  }
}
