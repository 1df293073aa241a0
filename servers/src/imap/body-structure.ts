import { envelope } from './envelope.ts'
import { fieldValue, type Part, parseParameterised } from './mime.ts'
import { nstring, string } from './nstring.ts'

/** BODY (extended = false) or BODYSTRUCTURE (extended = true) of a part. RFC 9051 §7.5.2 */
export function bodyStructure(part: Part, extended: boolean): string {
  const fields = part.type === 'multipart' ? multipart(part, extended) : single(part, extended)
  return `(${fields.join(' ')})`
}

function multipart(part: Part, extended: boolean): string[] {
  const children = part.parts.map((child) => bodyStructure(child, extended)).join('')
  const fields = [children, string(part.subtype.toUpperCase())]
  if (extended) fields.push(parameters(part.parameters), ...disposition(part))
  return fields
}

function single(part: Part, extended: boolean): string[] {
  const fields = [
    string(part.type.toUpperCase()),
    string(part.subtype.toUpperCase()),
    parameters(part.parameters),
    nstring(fieldValue(part.fields, 'content-id')),
    nstring(fieldValue(part.fields, 'content-description')),
    string((fieldValue(part.fields, 'content-transfer-encoding') ?? '7bit').toUpperCase()),
    String(part.body.length),
  ]
  const lines = String(part.body.split('\n').length - 1)
  if (part.message) fields.push(envelope(part.message.fields), bodyStructure(part.message, extended), lines)
  else if (part.type === 'text') fields.push(lines)
  if (extended) fields.push(nstring(fieldValue(part.fields, 'content-md5')), ...disposition(part))
  return fields
}

/** Disposition, language and location, which end both forms. */
function disposition(part: Part): string[] {
  const field = fieldValue(part.fields, 'content-disposition')
  const parsed = field === undefined ? undefined : parseParameterised(field)
  const languages = fieldValue(part.fields, 'content-language')?.split(/\s*,\s*/)
  return [
    parsed ? `(${string(parsed.value.toUpperCase())} ${parameters(parsed.parameters)})` : 'NIL',
    languages ? `(${languages.map(string).join(' ')})` : 'NIL',
    nstring(fieldValue(part.fields, 'content-location')),
  ]
}

function parameters(list: readonly [name: string, value: string][]): string {
  if (list.length === 0) return 'NIL'
  return `(${list.map(([name, value]) => `${string(name.toUpperCase())} ${string(value)}`).join(' ')})`
}
