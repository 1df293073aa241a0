import { ArgumentError, argument, Capabilities, type Command } from '@linewire/wire'
import { done } from '../reply.ts'

/** Says who we are and hears what the server can do. RFC 5321 §4.1.1.1; LHLO for LMTP: RFC 2033 §4.1 */
export const ehlo = (name: string, verb: 'EHLO' | 'LHLO' = 'EHLO'): Command<Capabilities> => ({
  line: `${verb} ${ownName(name)}`,
  turn: 'last',
  *talk(io) {
    const { lines } = yield* done(io)
    // the first line is the server's own name
    return new Capabilities(lines.slice(1).map(keyword))
  },
})

/** A domain or an address literal: a name with a blank in it would be two. RFC 5321 §4.1.1.1 */
export function ownName(name: string): string {
  if (!/^[^\s]+$/.test(argument(name, 'name'))) throw new ArgumentError('name must be a host name without blanks')
  return name
}

/** "SIZE 10240000", in any case; "AUTH=LOGIN PLAIN" is how servers wrote "AUTH LOGIN PLAIN" before RFC 2554. */
function keyword(line: string): [string, string[]] {
  const [name = '', ...parameters] = line
    .trim()
    .replace(/^AUTH=/i, 'AUTH ')
    .split(/\s+/)
  return [name, parameters]
}
