/** Octets as a dot-terminated block: a dot at the start of a line is doubled, a lone dot ends it. RFC 1939 §3, RFC 3977 §3.1.1 */
export function dotStuffed(octets: Buffer): Buffer {
  const parts: Buffer[] = []
  let from = 0
  for (let dot = octets[0] === 0x2e ? 0 : nextDot(octets, 0); dot >= 0; dot = nextDot(octets, dot + 1)) {
    parts.push(octets.subarray(from, dot), Buffer.from('.'))
    from = dot
  }
  parts.push(octets.subarray(from))
  if (octets.length > 0 && !octets.subarray(-2).equals(Buffer.from('\r\n'))) parts.push(Buffer.from('\r\n'))
  parts.push(Buffer.from('.\r\n'))
  return Buffer.concat(parts)
}

/** Where the next line starts with a dot, or -1. */
function nextDot(octets: Buffer, from: number): number {
  const at = octets.indexOf('\r\n.', from)
  return at < 0 ? -1 : at + 2
}

/** Lines as a dot-terminated block. */
export function dotLines(lines: readonly string[], encoding: BufferEncoding = 'utf8'): Buffer {
  return dotStuffed(Buffer.from(lines.map((line) => `${line}\r\n`).join(''), encoding))
}

/** Text with CR LF at the end of each line, as it travels; octets are left as they are. */
export function octetsOf(message: string | Uint8Array): Buffer {
  if (typeof message !== 'string') return Buffer.from(message)
  const text = message.replace(/\r?\n/g, '\r\n')
  return Buffer.from(text.endsWith('\r\n') || text === '' ? text : `${text}\r\n`)
}
