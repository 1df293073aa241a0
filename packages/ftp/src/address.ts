import { isIP, isIPv4 } from 'node:net'
import type { Reply } from '@linewire/wire'

/** Where a server listens for data. */
export interface Place {
  /** what it calls its own address: not to be believed unless the user says so; undefined where it names none */
  readonly host: string | undefined
  readonly port: number
}

/** Some answer EPSV by 227, or PASV by 229 (a NAT that translates between the two). */
export function placeIn({ code, text }: Reply): Place | undefined {
  if (code === 227) return passivePlace(text)
  const port = extendedPort(text)
  if (port !== undefined) return { host: undefined, port }
  return code === 229 ? undefined : passivePlace(text)
}

/**
 * The place in "227 Entering Passive Mode (127,0,0,1,200,10)": the first six numbers with commas, in brackets or not.
 * RFC 959 §4.1.2, 1123 §4.1.2.6
 */
export function passivePlace(text: string): Place | undefined {
  const found = /(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})/.exec(text)
  if (!found) return undefined
  const [high, low] = [Number(found[5]), Number(found[6])]
  const port = high > 255 || low > 255 ? undefined : valid(high * 256 + low)
  const host = found.slice(1, 5).map(Number).join('.')
  // vsftpd says 0.0.0.0 where it has no address of IPv4
  return port === undefined ? undefined : { host: isIPv4(host) && host !== '0.0.0.0' ? host : undefined, port }
}

/** The port in "229 Entering Extended Passive Mode (|||6446|)", whatever the delimiter is. RFC 2428 §3 */
export function extendedPort(text: string): number | undefined {
  const found = /([\x21-\x2f\x3a-\x7e])\1\1(\d{1,5})\1/.exec(text)
  return found ? valid(Number(found[2])) : undefined
}

const valid = (port: number): number | undefined => (port >= 1 && port <= 65_535 ? port : undefined)

/** an address of IPv4 in the form that IPv6 gives it is one of IPv4 */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d)/i, '')

/** "|1|132.235.1.2|6275|". RFC 2428 §2 */
export function extendedAddress(address: string, port: number): string {
  return `|${isIP(address) === 6 ? 2 : 1}|${address}|${port}|`
}

/** "132,235,1,2,24,131". RFC 959 §4.1.2 */
export function hostPort(address: string, port: number): string {
  return `${address.replaceAll('.', ',')},${port >> 8},${port & 255}`
}
