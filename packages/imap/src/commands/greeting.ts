import { excerpt, ProtocolError } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'
import { goodbye } from '../goodbye.ts'

export interface Greeting {
  /** PREAUTH: the server knows who we are without a login */
  readonly code: 'OK' | 'PREAUTH'
  readonly text: string
}

/**
 * What the server says first. RFC 9051 §7.1
 * @throws {ConnectionError} for BYE, with its text
 */
export const greeting = (timeout: number): ImapCommand<Greeting> => ({
  line: undefined,
  turn: 'alone',
  timeout,
  *talk(io) {
    const first = yield* io.next()
    if (first.kind === 'status' && first.status === 'BYE') throw goodbye(first.text)
    if (first.kind === 'status' && (first.status === 'OK' || first.status === 'PREAUTH')) return first
    const got = 'text' in first ? excerpt(first.text) : `${first.type} data`
    throw new ProtocolError(`greeting: expected "* OK", "* PREAUTH" or "* BYE", got ${got}`)
  },
  done: ({ text, status }) => ({ code: status === 'PREAUTH' ? status : 'OK', text }),
})
