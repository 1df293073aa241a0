import { ArgumentError, argument } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'
import { nstring, type Part, string } from '../quote.ts'

/** What client and server say of themselves: `name`, `version`, `vendor` … RFC 2971 §3.3 */
export type IdFields = Readonly<Record<string, string | null>>

/** Says who we are, and hears who the server is; empty when it does not tell. RFC 2971 §3.1 */
export const id = (fields?: IdFields): ImapCommand<ReadonlyMap<string, string | null>> => {
  let server: ReadonlyMap<string, string | null> = new Map()
  return {
    line: ['ID ', ...parameters(Object.entries(fields ?? {}))],
    types: ['ID'],
    claims(response) {
      if (response.kind !== 'data' || response.type !== 'ID') return false
      server = response.fields
      return true
    },
    done: () => server,
  }
}

/** NIL for none: not every server understands `()` (defects#13). */
function parameters(fields: readonly (readonly [string, string | null])[]): Part[] {
  if (fields.length === 0) return ['NIL']
  // RFC 2971 §3.3: at most 30 pairs, names of at most 30 octets, values of at most 1024
  if (fields.length > 30) throw new ArgumentError('ID takes at most 30 fields')
  const pairs = fields.flatMap(([name, value], i) => {
    argument(name, 'a field of ID')
    if (value !== null) argument(value, `${name} of ID`)
    if (Buffer.byteLength(name) > 30) throw new ArgumentError('the name of a field of ID has at most 30 octets')
    if (value !== null && Buffer.byteLength(value) > 1024) {
      throw new ArgumentError(`${name} of ID has more than 1024 octets`)
    }
    return [i === 0 ? '' : ' ', string(name), ' ', nstring(value)]
  })
  return ['(', ...pairs, ')']
}
