/** Text as a quoted string where that is possible, otherwise as a literal; one char per octet. RFC 9051 §4.3 */
export function string(text: string): string {
  if (text.length > 1000 || /[^\x20-\x7e]/.test(text)) return `{${text.length}}\r\n${text}`
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** The same, with NIL for what is not there. */
export const nstring = (text: string | undefined): string => (text === undefined ? 'NIL' : string(text))

/** A mailbox name as an astring: an atom where that is possible. */
export const mailboxName = (name: string): string => (/^[A-Za-z0-9/&,._+-]+$/.test(name) ? name : string(name))
