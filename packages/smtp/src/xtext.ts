import { ArgumentError } from '@linewire/wire'

/** Printable ASCII as it is, everything else, "+" and "=" as +HH, octets of UTF-8. RFC 3461 §4 */
export function xtext(value: string, name: string): string {
  if (/[\r\n\0]/.test(value)) throw new ArgumentError(`${name} must not contain CR, LF or NUL`)
  let text = ''
  for (const octet of Buffer.from(value)) {
    const plain = octet > 0x20 && octet < 0x7f && octet !== 0x2b && octet !== 0x3d
    text += plain ? String.fromCharCode(octet) : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}

/** An address for ORCPT: xtext when it is ASCII, else characters as \x{HHHH} that a server without SMTPUTF8 can carry, too. RFC 6533 §3 */
export function originalRecipient(address: string): string {
  if (/^[\x00-\x7f]*$/.test(address)) return `rfc822;${xtext(address, 'orcpt')}`
  const text = Array.from(address, (character) =>
    /[!-~]/.test(character) && !/[\\+=]/.test(character)
      ? character
      : `\\x{${character.codePointAt(0)!.toString(16).toUpperCase()}}`,
  ).join('')
  return `utf-8;${text}`
}
