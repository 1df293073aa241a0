import { type Field, fieldValue } from './mime.ts'
import { nstring, string } from './nstring.ts'

/** The ENVELOPE of a header. Sender and Reply-To fall back to From. RFC 9051 §7.5.2 */
export function envelope(fields: readonly Field[]): string {
  const addresses = (name: string): string => addressList(fieldValue(fields, name))
  const from = addresses('from')
  const or = (name: string): string => (addresses(name) === 'NIL' ? from : addresses(name))
  return `(${[
    nstring(fieldValue(fields, 'date')),
    nstring(fieldValue(fields, 'subject')),
    from,
    or('sender'),
    or('reply-to'),
    addresses('to'),
    addresses('cc'),
    addresses('bcc'),
    nstring(fieldValue(fields, 'in-reply-to')),
    nstring(fieldValue(fields, 'message-id')),
  ].join(' ')})`
}

type Token = { kind: 'word' | 'special'; text: string }

/** "(name adl mailbox host)" for each address, group marks included; NIL when there is none. RFC 5322 §3.4 */
export function addressList(value: string | undefined): string {
  const out: string[] = []
  let words: Token[] = []
  let angle: Token[] | undefined
  let inGroup = false
  const flush = (): void => {
    if (words.length > 0 || angle) out.push(address(words, angle))
    words = []
    angle = undefined
  }
  let inAngle = false
  for (const token of tokens(value ?? '')) {
    const special = token.kind === 'special' ? token.text : ''
    if (special === '<' && !inAngle) {
      angle = []
      inAngle = true
    } else if (special === '>' && inAngle) inAngle = false
    else if (inAngle) angle?.push(token)
    else if (special === ',') flush()
    else if (special === ':' && !inGroup) {
      out.push(`(NIL NIL ${string(joined(words, ' '))} NIL)`)
      words = []
      inGroup = true
    } else if (special === ';') {
      flush()
      if (inGroup) out.push('(NIL NIL NIL NIL)')
      inGroup = false
    } else words.push(token)
  }
  flush()
  return out.length === 0 ? 'NIL' : `(${out.join('')})`
}

function address(words: readonly Token[], angle: readonly Token[] | undefined): string {
  const spec = angle ?? words
  // <@relay,@other:mailbox@host>: the route comes first, to its colon
  const colon = spec.findIndex(({ kind, text }) => kind === 'special' && text === ':')
  const route = colon > 0 && spec[0]?.text === '@' ? joined(spec.slice(0, colon), '') : undefined
  const plain = route === undefined ? spec : spec.slice(colon + 1)
  const at = plain.findLastIndex(({ kind, text }) => kind === 'special' && text === '@')
  const mailbox = joined(at < 0 ? plain : plain.slice(0, at), '')
  const host = at < 0 ? '' : joined(plain.slice(at + 1), '')
  const name = angle && words.length > 0 ? joined(words, ' ') : undefined
  return `(${nstring(name)} ${nstring(route)} ${string(mailbox)} ${string(host)})`
}

const joined = (list: readonly Token[], separator: string): string => list.map(({ text }) => text).join(separator)

/** Words (quoted strings opened) and the specials "<>@,;:"; comments are left out. */
function* tokens(text: string): Generator<Token> {
  for (const [piece, quoted] of withoutComments(text).matchAll(/"((?:[^"\\]|\\.)*)"?|[<>@,;:]|[^\s<>@,;:"]+/gs)) {
    if (quoted !== undefined) yield { kind: 'word', text: quoted.replace(/\\(.)/gs, '$1') }
    else yield { kind: '<>@,;:'.includes(piece) ? 'special' : 'word', text: piece }
  }
}

function withoutComments(text: string): string {
  let out = ''
  let depth = 0
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|\\.|[\s\S]/g)) {
    if (piece === '(') depth++
    else if (piece === ')' && depth > 0) depth--
    else if (depth === 0) out += piece
  }
  return out
}
