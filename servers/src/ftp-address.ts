/** Where a data connection goes or is awaited. */
export interface HostPort {
  host: string
  port: number
}

/** "h1,h2,h3,h4,p1,p2" of PORT and 227; undefined when a number is missing or above 255. RFC 959 §4.1.2 */
export function parseHostPort(text: string): HostPort | undefined {
  const numbers = text.split(',').map((part) => (/^\d{1,3}$/.test(part.trim()) ? Number(part) : Number.NaN))
  if (numbers.length !== 6 || !numbers.every((number) => number <= 255)) return undefined
  const port = numbers[4]! * 256 + numbers[5]!
  return port === 0 ? undefined : { host: numbers.slice(0, 4).join('.'), port }
}

/** The same way back: 127.0.0.1 and 5001 give "127,0,0,1,19,137". */
export const formatHostPort = ({ host, port }: HostPort): string =>
  [...host.split('.'), port >> 8, port & 255].join(',')

/** "|1|132.235.1.2|6275|" of EPRT, any delimiter; a protocol that is not 1 or 2 gives 'protocol'. RFC 2428 §2 */
export function parseExtended(text: string): HostPort | 'protocol' | undefined {
  const [before, protocol, host, digits, after, ...more] = text.split(text.charAt(0) || '|')
  if (before !== '' || after !== '' || more.length > 0 || !host || !digits) return undefined
  if (protocol !== '1' && protocol !== '2') return 'protocol'
  const port = Number(digits)
  if (!/^\d{1,5}$/.test(digits) || port === 0 || port > 65_535) return undefined
  if ((protocol === '2') !== host.includes(':')) return undefined
  return { host, port }
}
