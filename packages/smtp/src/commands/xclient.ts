import { ArgumentError, type Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'
import { xtext } from '../xtext.ts'

/** Whom we speak for; null: the server shall not know. Postfix XCLIENT_README, no RFC (xtext: RFC 1891 §5) */
export type ClientAttributes = Partial<
  Record<'NAME' | 'ADDR' | 'PORT' | 'PROTO' | 'HELO' | 'LOGIN' | 'DESTADDR' | 'DESTPORT', string | null>
>

/**
 * Says whom we speak for; the session begins anew, with the server's greeting as the reply: EHLO follows.
 * Postfix XCLIENT_README (values in xtext, RFC 1891 §5)
 */
export const xclient = (attributes: ClientAttributes): Command<Reply> => ({
  line: ['XCLIENT', ...Object.entries(attributes).map(pair)].join(' '),
  turn: 'alone',
  talk: done,
})

function pair([name, value]: [string, string | null]): string {
  if (!/^[A-Z]+$/.test(name)) throw new ArgumentError(`XCLIENT knows no attribute ${JSON.stringify(name)}`)
  return `${name}=${value === null ? '[UNAVAILABLE]' : xtext(value, name)}`
}
