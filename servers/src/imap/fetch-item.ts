import { bodyStructure } from './body-structure.ts'
import { internalDate } from './dates.ts'
import { envelope } from './envelope.ts'
import type { Part } from './mime.ts'
import type { Scanner } from './scanner.ts'
import { section } from './section.ts'
import type { StoredMessage } from './store.ts'

/** One data item of FETCH: what it answers for a message, and whether it marks the message as \Seen. */
export interface FetchItem {
  name: string
  marksSeen: boolean
  render(message: StoredMessage, part: () => Part, flags: string): string
}

/** "(FLAGS BODY[TEXT])", one item, or a macro. RFC 9051 §6.4.5 */
export function fetchItems(scanner: Scanner): FetchItem[] {
  if (scanner.peek() === '(') return scanner.list(() => fetchItem(scanner))
  const start = scanner.position
  const macro = MACROS[scanner.word()]
  if (macro && scanner.atEnd) return macro.map((name) => SIMPLE[name]!)
  scanner.position = start
  return [fetchItem(scanner)]
}

function fetchItem(scanner: Scanner): FetchItem {
  let name = scanner.word()
  if (name === 'BODY' && (scanner.peek() === '[' || scanner.peek() === '.')) return bodySection(scanner)
  while (scanner.accept('.')) name += `.${scanner.word()}`
  return SIMPLE[name] ?? scanner.fault(`unknown FETCH item ${name}`)
}

/** BODY[section]<offset.octets>, with or without .PEEK. */
function bodySection(scanner: Scanner): FetchItem {
  const peek = scanner.accept('.')
  if (peek && scanner.word() !== 'PEEK') scanner.fault('PEEK expected')
  scanner.expect('[')
  const { label, read } = section(scanner)
  scanner.expect(']')
  const partial = scanner.accept('<') ? range(scanner) : undefined
  // the answer names the first octet only
  const name = `BODY[${label}]${partial ? `<${partial.offset}>` : ''}`
  return {
    name,
    marksSeen: !peek,
    render: (_message, part) => {
      const text = read(part())
      if (text === undefined) return `${name} NIL`
      return `${name} ${literal(partial ? text.slice(partial.offset, partial.offset + partial.octets) : text)}`
    },
  }
}

function range(scanner: Scanner): { offset: number; octets: number } {
  const offset = scanner.number()
  scanner.expect('.')
  const octets = scanner.number()
  if (octets === 0) scanner.fault('a partial of no octets')
  scanner.expect('>')
  return { offset, octets }
}

const literal = (text: string): string => `{${text.length}}\r\n${text}`

const item = (name: string, value: FetchItem['render'], marksSeen = false): [string, FetchItem] => [
  name,
  { name, marksSeen, render: (message, part, flags) => `${name} ${value(message, part, flags)}` },
]

const SIMPLE: Record<string, FetchItem> = Object.fromEntries([
  item('UID', ({ uid }) => String(uid)),
  item('FLAGS', (_message, _part, flags) => flags),
  item('INTERNALDATE', ({ date }) => internalDate(date)),
  item('RFC822.SIZE', ({ raw }) => String(raw.length)),
  item('ENVELOPE', (_message, part) => envelope(part().fields)),
  item('BODY', (_message, part) => bodyStructure(part(), false)),
  item('BODYSTRUCTURE', (_message, part) => bodyStructure(part(), true)),
  item('RFC822', ({ raw }) => literal(raw.toString('latin1')), true),
  item('RFC822.HEADER', (_message, part) => literal(part().header)),
  item('RFC822.TEXT', (_message, part) => literal(part().body), true),
])

const FAST = ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE']
const MACROS: Record<string, string[]> = {
  FAST,
  ALL: [...FAST, 'ENVELOPE'],
  FULL: [...FAST, 'ENVELOPE', 'BODY'],
}
