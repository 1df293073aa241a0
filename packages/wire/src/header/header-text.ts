/** A table of charsets, as iconv-lite is one. */
export interface CharsetTable {
  encodingExists(charset: string): boolean
  decode(octets: Buffer, charset: string): string
}

/** How text in headers is read. */
export interface HeaderText {
  /** undefined for a charset that nobody knows */
  decodeCharset(octets: Uint8Array, charset: string): string | undefined
  /**
   * Header text with its encoded words decoded. RFC 2047
   *
   * Neighbours in one charset are joined before they are decoded, for some writers cut a character in two. What cannot
   * be decoded stays as it is.
   */
  decodeWords(text: string): string
}

/** "=?charset?B or Q?text?="; a language may stand behind the charset. RFC 2047 §2, 2231 §5 */
const pattern = /=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?([^?]*)\?=/gi

const utf8 = new TextDecoder()

/** Reads header text; `load` is asked for a table when a charset comes that TextDecoder does not know: hardly ever. */
export function headerText(load: () => CharsetTable): HeaderText {
  return { decodeCharset, decodeWords }

  function decodeCharset(octets: Uint8Array, charset: string): string | undefined {
    // nearly all there is; a TextDecoder costs more to make than to use (bench/imap-metadata)
    if (/^utf-?8$/i.test(charset)) return utf8.decode(octets)
    try {
      return new TextDecoder(charset).decode(octets)
    } catch {
      return byTable(octets, charset)
    }
  }

  function byTable(octets: Uint8Array, charset: string): string | undefined {
    try {
      const table = load()
      return table.encodingExists(charset) ? table.decode(Buffer.from(octets), charset) : undefined
    } catch {
      // a bundle that was made without the table: the text stays as it is, the message is read
      return undefined
    }
  }

  function decodeWords(text: string): string {
    if (!text.includes('=?')) return text
    let result = ''
    let end = 0
    let run: { charset: string; octets: Buffer[]; source: string } | undefined
    const close = (): void => {
      if (run) result += decodeCharset(Buffer.concat(run.octets), run.charset) ?? run.source
      run = undefined
    }
    for (const found of text.matchAll(pattern)) {
      const [source, name = '', encoding = '', payload = ''] = found
      const charset = name.toLowerCase()
      const gap = text.slice(end, found.index)
      const adjacent = run !== undefined && /^\s*$/.test(gap)
      if (!adjacent || run?.charset !== charset) close()
      // blanks between two encoded words belong to neither. RFC 2047 §6.2
      if (!adjacent) result += gap
      run ??= { charset, octets: [], source: '' }
      run.octets.push(encoding.toLowerCase() === 'b' ? Buffer.from(payload, 'base64') : quoted(payload))
      run.source += source
      end = found.index + source.length
    }
    close()
    return result + text.slice(end)
  }
}

/** The Q encoding. RFC 2047 §4.2 */
function quoted(text: string): Buffer {
  const plain = text.replaceAll('_', ' ')
  return Buffer.from(
    plain.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
