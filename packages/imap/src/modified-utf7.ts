import { ArgumentError } from '@linewire/wire'
/**
 * Mailbox names on the wire of IMAP4rev1: printable ASCII stands for itself, `&-` for `&`, everything else is UTF-16 in
 * base64 with `,` for `/`, between `&` and `-`. RFC 3501 §5.1.3
 *
 * @throws ArgumentError for a lone surrogate: no server could store it
 */
export function encodeMailbox(name: string): string {
  // one test settles nearly every name
  if (/^[\x20-\x25\x27-\x7e]*$/.test(name)) return name
  if (/\p{Surrogate}/u.test(name))
    throw new ArgumentError(`the mailbox name ${JSON.stringify(name)} holds half a character`)
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-'
    const base64 = Buffer.from(run, 'utf16le').swap16().toString('base64')
    return `&${base64.replace(/=+$/, '').replaceAll('/', ',')}-`
  })
}

/**
 * The name behind its modified UTF-7. What is malformed stays as it is, in whole. So does what RFC 3501 §5.1.3 would
 * have written otherwise (`&AGE-` for `a`): two mailboxes must not come out under one name.
 */
export function decodeMailbox(wire: string): string {
  if (!wire.includes('&')) return wire
  const name = wire.replace(/&([^-]*)-?/g, (_, base64: string) => (base64 === '' ? '&' : decodeRun(base64)))
  return !/\p{Surrogate}/u.test(name) && encodeMailbox(name) === wire ? name : wire
}

function decodeRun(base64: string): string {
  const octets = Buffer.from(base64.replaceAll(',', '/'), 'base64')
  return octets
    .subarray(0, octets.length & ~1)
    .swap16()
    .toString('utf16le')
}
