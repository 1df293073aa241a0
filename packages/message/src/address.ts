import { domainToASCII, domainToUnicode } from 'node:url'
import { ComposeError } from './errors.ts'

/** One or more mailboxes: `'j@x.example'`, `'Jürgen <j@x.example>, k@x.example'`, `{ name, address }`, or a list. */
export type AddressInput = string | { readonly name?: string; readonly address: string } | readonly AddressInput[]

/** A mailbox that has been checked. Header and envelope are written from this one form, so they cannot differ. */
export interface Mailbox {
  /** Display name, '' when there is none. */
  readonly name: string
  /** Local part as it is written, quotes included. */
  readonly local: string
  /** Domain in A-labels, or an address literal. */
  readonly domain: string
}

// RFC 5322 §3.2.3 and §3.2.4, with the non-ASCII characters of RFC 6532 §3.2
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[^\\x00-\\x7f\\s\\p{Cc}\\p{Cs}]"
const DOT_ATOM = new RegExp(`^(?:${ATOM})+(?:\\.(?:${ATOM})+)*$`, 'u')
const QUOTED_LOCAL = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|[^\x00-\x7f\s\p{Cc}\p{Cs}]|\\[\x20-\x7e])*"$/u
const QUOTED = /"((?:[^"\\]|\\.)*)"/g
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i
const LITERAL = /^\[[\x21-\x5a\x5e-\x7e]+\]$/

/**
 * Every mailbox in `input`, in order.
 *
 * @throws {ComposeError} naming `field`, for anything that is not plainly an address. RFC 5322 §3.4
 */
export const mailboxes = (field: string, input: AddressInput): Mailbox[] => {
  if (Array.isArray(input)) return input.flatMap((one: AddressInput) => mailboxes(field, one))
  if (typeof input === 'string') return splitList(input, field).map((item) => parseItem(field, item))
  const { name = '', address } = input as { name?: string; address: string }
  if (typeof name !== 'string' || typeof address !== 'string') {
    throw new ComposeError(field, 'an address is a string or { name, address }')
  }
  if (/[\r\n\0]/.test(name)) throw new ComposeError(field, 'a display name holds no CR, LF or NUL')
  return [{ name: name.trim(), ...addrSpec(field, address) }]
}

/** `local@domain`: with A-labels, or with U-labels where SMTPUTF8 lets the header carry them. */
export const addressOf = (mailbox: Mailbox, utf8 = false): string =>
  `${mailbox.local}@${utf8 && !LITERAL.test(mailbox.domain) ? domainToUnicode(mailbox.domain) : mailbox.domain}`

/** Only SMTPUTF8 carries a local part outside ASCII; a domain has its A-label form. RFC 6531 §3.3 */
export const needsUtf8 = (mailbox: Mailbox): boolean => /[^\x00-\x7f]/.test(mailbox.local)

/** Splits at the commas that stand outside quoted strings and angle brackets. */
const splitList = (list: string, field: string): string[] => {
  if (/[\r\n\0]/.test(list)) throw new ComposeError(field, 'an address holds no CR, LF or NUL')
  const items: string[] = []
  let start = 0
  let quoted = false
  let angle = false
  for (let at = 0; at < list.length; at++) {
    const char = list[at]
    if (quoted && char === '\\') at++
    else if (char === '"') quoted = !quoted
    else if (quoted) continue
    else if (char === '<' || char === '>') angle = char === '<'
    else if (char === ',' && !angle) {
      items.push(list.slice(start, at))
      start = at + 1
    }
  }
  if (quoted) throw new ComposeError(field, `${JSON.stringify(list)} opens a quotation mark and does not close it`)
  const found = [...items, list.slice(start)].map((item) => item.trim()).filter((item) => item !== '')
  if (found.length === 0) throw new ComposeError(field, 'an empty string is not an address')
  return found
}

/** `addr-spec` or `display-name <addr-spec>`. The last '<' opens the address: a name may hold one in quotes. */
const parseItem = (field: string, item: string): Mailbox => {
  if (!item.endsWith('>')) return { name: '', ...addrSpec(field, item) }
  const open = item.lastIndexOf('<')
  const phrase = item.slice(0, Math.max(open, 0)).trim()
  // as in two addresses without a comma: readers differ in which of them they take
  if (open < 0 || /[<>"]/.test(phrase.replace(QUOTED, ''))) {
    throw new ComposeError(field, `${JSON.stringify(item)} is not one address: a comma or a quotation mark is missing`)
  }
  const name = phrase.replace(QUOTED, (_, text: string) => text.replace(/\\(.)/g, '$1'))
  return { name: name.trim(), ...addrSpec(field, item.slice(open + 1, -1).trim()) }
}

const addrSpec = (field: string, address: string): { local: string; domain: string } => {
  const at = address.lastIndexOf('@')
  if (at < 1) throw new ComposeError(field, `${JSON.stringify(address)} is not an address: it has no local@domain`)
  const local = address.slice(0, at)
  if (!DOT_ATOM.test(local) && !QUOTED_LOCAL.test(local)) {
    throw new ComposeError(
      field,
      `${JSON.stringify(address)} is not an address: put ${JSON.stringify(local)} in quotes`,
    )
  }
  return { local, domain: aLabels(field, address.slice(at + 1)) }
}

/**
 * domainToASCII reads its argument as the host of a URL: '/' would cut it, '%2e' would be a dot and '１' an IPv4
 * address. So only hosts with non-ASCII letters go there, and the result is checked like any other domain.
 */
const aLabels = (field: string, domain: string): string => {
  if (LITERAL.test(domain)) return domain
  const ascii = /^[\x00-\x7f]*$/.test(domain)
  const host = ascii || /[^a-z0-9.\-\u0080-\u{10ffff}]/iu.test(domain) ? domain : domainToASCII(domain)
  const labels = host.split('.')
  const numeric = !ascii && /^\d+$/.test(labels.at(-1) ?? '')
  if (host.length > 255 || numeric || !labels.every((label) => LABEL.test(label))) {
    throw new ComposeError(field, `${JSON.stringify(domain)} is not a domain name`)
  }
  return host
}
