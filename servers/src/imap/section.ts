import type { Part } from './mime.ts'
import { string } from './nstring.ts'
import type { Scanner } from './scanner.ts'

/** What stands between "[" and "]": how the answer repeats it, and how it is read from a message. */
export interface Section {
  label: string
  /** The octets, or undefined when the message has no such part. */
  read(root: Part): string | undefined
}

/** Part numbers, then HEADER, HEADER.FIELDS (…), HEADER.FIELDS.NOT (…), TEXT or MIME. RFC 9051 §6.4.5.1 */
export function section(scanner: Scanner): Section {
  const path: number[] = []
  while (/[1-9]/.test(scanner.peek())) {
    path.push(scanner.number())
    if (scanner.peek() === ']') return { label: path.join('.'), read: (root) => resolve(root, path)?.body }
    scanner.expect('.')
  }
  if (path.length === 0 && scanner.peek() === ']') return { label: '', read: (root) => root.header + root.body }

  const specifier = specifierOf(scanner)
  const names = specifier.startsWith('HEADER.FIELDS') ? fieldNames(scanner) : undefined
  if (specifier === 'MIME' && path.length === 0) scanner.fault('a part number before MIME expected')
  const label = [...path, specifier].join('.') + (names ? ` (${names.map(atomOrString).join(' ')})` : '')
  return {
    label,
    read(root) {
      const part = resolve(root, path)
      if (specifier === 'MIME') return part?.header
      // HEADER and TEXT below a part number are those of the message inside it
      const message = path.length === 0 ? root : part?.message
      if (!message) return undefined
      if (specifier === 'TEXT') return message.body
      if (!names) return message.header
      const wanted = new Set(names.map((name) => name.toLowerCase()))
      const inverted = specifier === 'HEADER.FIELDS.NOT'
      const chosen = message.fields.filter(({ name }) => wanted.has(name.toLowerCase()) !== inverted)
      return `${chosen.map(({ raw }) => raw).join('')}\r\n`
    },
  }
}

/** The part that the numbers lead to. The first counts inside the message itself, later ones inside what a part carries. */
function resolve(root: Part, path: readonly number[]): Part | undefined {
  let part: Part | undefined = root
  for (const [depth, number] of path.entries()) {
    const container: Part | undefined = depth === 0 || part?.type === 'multipart' ? part : part?.message
    // what is no multipart has one part, itself
    part = container?.type === 'multipart' ? container.parts[number - 1] : number === 1 ? container : undefined
  }
  return part
}

function specifierOf(scanner: Scanner): string {
  let name = scanner.word()
  while (scanner.accept('.')) name += `.${scanner.word()}`
  return ['HEADER', 'HEADER.FIELDS', 'HEADER.FIELDS.NOT', 'TEXT', 'MIME'].includes(name)
    ? name
    : scanner.fault(`unknown section ${name}`)
}

function fieldNames(scanner: Scanner): string[] {
  scanner.space()
  const names = scanner.list(() => scanner.astring())
  return names.length > 0 ? names : scanner.fault('field name expected')
}

const atomOrString = (name: string): string => (/^[A-Za-z0-9_-]+$/.test(name) ? name : string(name))
