import { dotLines } from './dot-stuffed.ts'
import type { Pop3Command, Pop3Conversation } from './pop3.ts'
import { clearTextMechanisms, saslMechanisms } from './sasl-server.ts'

/** Whether a password may be sent as it is, at this moment. */
export function mayUseClearText({ session, options }: Pop3Conversation): boolean {
  return session.secure || (options.clearText ?? (options.tls ?? 'none') === 'none')
}

/** The mechanisms that are offered at this moment. */
export function offeredMechanisms(conversation: Pop3Conversation): readonly string[] {
  if (!conversation.has('SASL')) return []
  const all = saslMechanisms.filter((mechanism) => conversation.has(mechanism))
  return mayUseClearText(conversation) ? all : all.filter((mechanism) => !clearTextMechanisms.includes(mechanism))
}

/** Whether STLS may be given at this moment. */
export function offersTls({ session, options, view, has }: Pop3Conversation): boolean {
  return options.tls === 'starttls' && !session.secure && !view && has('STLS')
}

/** CAPA, in both states; what it says depends on the state. RFC 2449 §5 */
export const capa: Pop3Command = async (conversation) => {
  const { view, has, ok } = conversation
  const mechanisms = offeredMechanisms(conversation)
  const lines = ['TOP', 'UIDL', 'PIPELINING', 'RESP-CODES', 'AUTH-RESP-CODE', 'UTF8 USER', 'LANG'].filter((line) =>
    has(line.split(' ')[0] ?? ''),
  )
  if (!view && has('USER') && mayUseClearText(conversation)) lines.push('USER')
  if (!view && mechanisms.length > 0) lines.push(`SASL ${mechanisms.join(' ')}`)
  if (offersTls(conversation)) lines.push('STLS')
  lines.push('EXPIRE NEVER', 'IMPLEMENTATION linewire-servers')
  await ok('capability list follows', dotLines(lines))
}

const languages: Record<string, string> = { en: 'English', fr: 'français' }

/** LANG [tag | *], in both states. RFC 6856 §3 */
export const lang: Pop3Command = async ({ ok, err }, argument) => {
  if (argument === '') {
    const lines = Object.entries(languages).map(([tag, name]) => `${tag} ${name}`)
    return ok('language listing follows', dotLines(lines))
  }
  const tag = argument === '*' ? 'en' : argument.toLowerCase()
  if (!Object.hasOwn(languages, tag)) return err('no such language')
  await ok(`${tag} ${languages[tag]}`)
}
