/** One header field: its name as written and its unfolded value, one char per octet. */
export interface Field {
  name: string
  value: string
  /** The field as it stands in the message, folding and final CR LF included. */
  raw: string
}

/** A value such as "text/plain; charset=utf-8": what stands before the first semicolon, and the parameters in order. */
export interface Parameterised {
  value: string
  parameters: [name: string, value: string][]
}

/** A message or a body part. All text is latin1, one char per octet, so that string lengths are octets. */
export interface Part {
  /** The header with the empty line behind it. */
  header: string
  body: string
  fields: Field[]
  type: string
  subtype: string
  parameters: [name: string, value: string][]
  /** The parts of a multipart. */
  parts: Part[]
  /** The message inside message/rfc822. */
  message?: Part
}

/** Reads a message, or a part, into its tree. Nothing is refused: what is not MIME is text/plain. RFC 2045, 2046 */
export function parsePart(text: string, inDigest = false): Part {
  const { header, body } = split(text)
  const fields = parseFields(header)
  const contentType = fieldValue(fields, 'content-type')
  const parsed = contentType === undefined ? undefined : parseParameterised(contentType)
  // RFC 2046 §5.1.5: without a Content-Type a part of a digest is a message
  const fallback = inDigest ? 'message/rfc822' : 'text/plain'
  const named = parsed && /^[^\s/]+\/[^\s/]+$/.test(parsed.value) ? parsed.value : fallback
  const [type = '', subtype = ''] = named.toLowerCase().split('/')
  const parameters = parsed?.parameters ?? (type === 'text' ? [['charset', 'us-ascii'] as [string, string]] : [])
  const part: Part = { header, body, fields, type, subtype, parameters, parts: [] }
  if (type === 'multipart') {
    const boundary = parameters.find(([name]) => name.toLowerCase() === 'boundary')?.[1]
    const bodies = boundary === undefined ? [] : splitMultipart(body, boundary)
    // the grammar of BODYSTRUCTURE wants one part at least
    part.parts = (bodies.length > 0 ? bodies : ['']).map((inner) => parsePart(inner, subtype === 'digest'))
  }
  if (type === 'message' && (subtype === 'rfc822' || subtype === 'global')) part.message = parsePart(body)
  return part
}

function split(text: string): { header: string; body: string } {
  const start = /^\r?\n/.exec(text)
  if (start) return { header: start[0], body: text.slice(start[0].length) }
  const end = /\r?\n\r?\n/.exec(text)
  if (!end) return { header: text, body: '' }
  const at = end.index + end[0].length
  return { header: text.slice(0, at), body: text.slice(at) }
}

/** The fields of a header; a line without a colon is passed over. RFC 5322 §2.2 */
export function parseFields(header: string): Field[] {
  const fields: Field[] = []
  for (const [raw] of header.matchAll(/[^\r\n][^\n]*(?:\n[ \t][^\n]*)*(?:\n|$)/g)) {
    const colon = raw.indexOf(':')
    if (colon < 1) continue
    const value = raw.slice(colon + 1).replace(/\r?\n/g, '')
    fields.push({ name: raw.slice(0, colon).trimEnd(), value: value.trim(), raw })
  }
  return fields
}

/** The value of the first field of that name, which is given in lower case. */
export const fieldValue = (fields: readonly Field[], name: string): string | undefined =>
  fields.find((field) => field.name.toLowerCase() === name)?.value

/** "attachment; filename=\"a b.txt\"": comments dropped, quoted strings opened. RFC 2045 §5.1 */
export function parseParameterised(text: string): Parameterised {
  const [first = '', ...rest] = splitOutsideQuotes(text, ';')
  const parameters: [string, string][] = []
  for (const piece of rest) {
    const equals = piece.indexOf('=')
    if (equals < 1) continue
    const value = piece.slice(equals + 1).trim()
    const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(value)
    const open = quoted ? quoted[1]!.replace(/\\(.)/gs, '$1') : value.replace(/\s*\(.*$/s, '')
    parameters.push([piece.slice(0, equals).trim(), open])
  }
  return { value: first.replace(/\(.*?\)/gs, '').trim(), parameters }
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const pieces: string[] = []
  let piece = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (quoted && character === '\\') piece += character + text.charAt(++at)
    else if (character === separator && !quoted) {
      pieces.push(piece)
      piece = ''
    } else {
      if (character === '"') quoted = !quoted
      piece += character
    }
  }
  return [...pieces, piece]
}

/** The text of each part; the line end before a delimiter belongs to the delimiter. RFC 2046 §5.1.1 */
function splitMultipart(body: string, boundary: string): string[] {
  const parts: string[] = []
  const escaped = boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const delimiter = new RegExp(`(^|\\r?\\n)--${escaped}(--)?[ \\t]*(?=\\r?\\n|$)`, 'g')
  let start = -1
  for (const match of body.matchAll(delimiter)) {
    if (start >= 0) parts.push(body.slice(start, Math.max(start, match.index)))
    if (match[2]) return parts
    const after = match.index + match[0].length
    // the line end behind the delimiter stays for the next one to match: an empty part has only one line end
    start = after + (/^\r?\n/.exec(body.slice(after, after + 2))?.[0].length ?? 0)
  }
  // no closing delimiter: what is left is the last part
  if (start >= 0) parts.push(body.slice(start))
  return parts
}
