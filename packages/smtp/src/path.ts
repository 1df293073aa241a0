import { domainToASCII } from 'node:url'
import { ArgumentError } from '@linewire/wire'

/** beyond the controls: what would end the path, or the address, early */
const control = /\p{Cc}|\p{Cs}|[\u2028\u2029]/u
const unquoted = /^[^\s"(),:;<>@[\\\]]+$/u
const quoted = /^"(?:[^"\\<>]|\\[^<>])*"$/u
const domainName = /^[^\s"(),:;<>@[\\\]]+$/u
const literal = /^\[[\w.:-]+\]$/

/** An address in its two halves. */
interface Mailbox {
  readonly local: string
  /** undefined: `postmaster`, the one mailbox that needs none. RFC 5321 §4.1.1.3 */
  readonly domain: string | undefined
}

/**
 * `<local@domain>`: the one place that writes an address into a command. RFC 5321 §4.1.2
 * A domain beyond ASCII is written in A-labels, unless the transaction has SMTPUTF8 (RFC 6531 §3.2).
 *
 * @throws {ArgumentError} for anything that is not one plain address: a control octet, "<", ">", a blank or a second
 * "@" outside of quotes would be a parameter or another recipient
 */
export function path(address: string, what: string, utf8 = false): string {
  const { local, domain } = mailbox(address, what)
  if (domain === undefined) return `<${local}>`
  return `<${local}@${utf8 ? domain : asciiDomain(domain, what)}>`
}

/** `<>` for bounces, else a path. RFC 5321 §4.5.5 */
export function reversePath(address: string | null, utf8 = false): string {
  return address === null || address === '' ? '<>' : path(address, 'the sender', utf8)
}

/** Whether only a server with SMTPUTF8 can take it: a domain has an ASCII form, a local part has not. */
export function needsUtf8(address: string | null): boolean {
  if (address === null || address === '') return false
  return /[^\p{ASCII}]/u.test(mailbox(address, 'an address').local)
}

function mailbox(address: string, what: string): Mailbox {
  const at = address.lastIndexOf('@')
  const local = at < 0 ? address : address.slice(0, at)
  const domain = at < 0 ? undefined : address.slice(at + 1)
  const fits =
    !control.test(address) &&
    (unquoted.test(local) || quoted.test(local)) &&
    (domain === undefined ? /^postmaster$/i.test(local) : domainName.test(domain) || literal.test(domain))
  if (fits) return { local, domain }
  const shown = JSON.stringify(address.length > 80 ? `${address.slice(0, 80)}…` : address)
  throw new ArgumentError(`${what} must be one address, local@domain without a name or brackets, not ${shown}`)
}

function asciiDomain(domain: string, what: string): string {
  if (!/[^\p{ASCII}]/u.test(domain)) return domain
  const ascii = domainToASCII(domain)
  if (ascii === '') throw new ArgumentError(`${what}: ${JSON.stringify(domain)} has no form in A-labels`)
  return ascii
}
