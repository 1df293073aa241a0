import { isIPv4, isIPv6 } from 'node:net'
import { ArgumentError, ConnectionError, excerpt } from './errors.ts'
import type { Input } from './input.ts'
import type { ProxyHandshake, ProxyLogin, ProxyTalk } from './proxy.ts'
import { proxyTarget } from './proxy-target.ts'
import type { Script } from './script.ts'

const version = 5
const noLogin = 0
const byPassword = 2
const noneOfThem = 0xff

/** The second octet of a reply, and Node's code for the same. RFC 1928 §6 */
const refusals: Record<number, readonly [words: string, code?: string]> = {
  1: ['has failed'],
  2: ['does not allow it by its rules'],
  3: ['finds the network unreachable', 'ENETUNREACH'],
  4: ['does not find or reach the host', 'EHOSTUNREACH'],
  5: ['was refused: nothing listens there', 'ECONNREFUSED'],
  6: ['got no answer in time', 'ETIMEDOUT'],
  7: ['does not know CONNECT'],
  8: ['does not take this type of address'],
}

/**
 * SOCKS 5: methods, user and password where the proxy wants them, CONNECT. RFC 1928 §3-6, 1929
 * @throws {ArgumentError} when host, port, user or password do not fit into it
 */
export function socks5(host: string, port: number, login?: ProxyLogin): ProxyHandshake {
  const target = proxyTarget(host, port)
  const connect = Buffer.from([version, 1, 0, ...addressOf(target.host), port >> 8, port & 255])
  const password = login && Buffer.from([1, ...counted(login.user, 'user'), ...counted(login.password, 'password')])
  return function* (talk) {
    yield* authenticate(talk, password)
    talk.write(connect)
    // a refusal may be shorter than the grammar says: its second octet is enough
    const [said, reply] = yield* exactly(talk.input, 2)
    if (said !== version) throw notSocks(talk, said!, reply!)
    if (reply !== 0) {
      const [words, code = 'ERR_PROXY'] = refusals[reply!] ?? [`refuses, with the unknown reply ${reply}`]
      throw new ConnectionError(`${talk.name}, asked for ${target.name}, ${words}`, code)
    }
    const [, type, first] = yield* exactly(talk.input, 3)
    // the address that the proxy connects from is of no use; one octet of it has been read
    const rest: Record<number, number> = { 1: 3, 3: first!, 4: 15 }
    if (rest[type!] === undefined) {
      throw new ConnectionError(`${talk.name} answers with an address of the unknown type ${type}`, 'ERR_PROXY')
    }
    yield* exactly(talk.input, rest[type!]! + 2)
  }
}

function* authenticate(talk: ProxyTalk, password: Buffer | undefined): Script<void> {
  const { name, input } = talk
  const methods = password ? [noLogin, byPassword] : [noLogin]
  talk.write(Buffer.from([version, methods.length, ...methods]))
  const [said, method] = yield* exactly(input, 2)
  if (said !== version) throw notSocks(talk, said!, method!)
  if (method === noneOfThem) {
    const why = password ? 'takes neither a user with password nor none' : 'wants a user and a password in its URL'
    throw new ConnectionError(`${name} ${why}`, 'ERR_PROXY_AUTH')
  }
  if (!methods.includes(method!)) {
    throw new ConnectionError(`${name} wants the method ${method}, which was not offered`, 'ERR_PROXY')
  }
  if (method !== byPassword || password === undefined) return
  talk.write(password)
  const [negotiation, status] = yield* exactly(input, 2)
  if (negotiation !== 1) throw notSocks(talk, negotiation!, status!)
  if (status !== 0) throw new ConnectionError(`${name} refuses the user or the password`, 'ERR_PROXY_AUTH')
}

function notSocks({ name, input }: ProxyTalk, ...begin: number[]): ConnectionError {
  const text = Buffer.concat([Buffer.from(begin), input.take(60)]).toString('latin1')
  const advice = text.startsWith('HT') ? '; if it is an HTTP proxy, its URL is http:' : ''
  return new ConnectionError(`${name} does not speak SOCKS 5, it says ${excerpt(text)}${advice}`, 'ERR_PROXY')
}

/** Exactly n octets. */
function* exactly(input: Input, n: number): Script<Buffer> {
  while (input.length < n) yield
  const pieces: Buffer[] = []
  for (let left = n; left > 0; left -= pieces.at(-1)!.length) pieces.push(input.take(left))
  return Buffer.concat(pieces)
}

/** ATYP and DST.ADDR. A name goes as a name: the proxy looks it up. RFC 1928 §5 */
function addressOf(host: string): number[] {
  if (isIPv4(host)) return [1, ...host.split('.').map(Number)]
  if (isIPv6(host)) return [4, ...addressOctets(host)]
  return [3, ...counted(host, 'host')]
}

/** The 16 octets of an address of IPv6, which the URL parser writes as groups of hex alone. */
function addressOctets(host: string): number[] {
  const [before = '', after] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::')
  const groups = (text = ''): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
  const [head, tail] = [groups(before), groups(after)]
  const zeros = new Array<number>(8 - head.length - tail.length).fill(0)
  return [...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 255])
}

/** A length octet and as many octets of UTF-8. */
function counted(text: string, what: string): number[] {
  const octets = Buffer.from(text)
  if (octets.length > 255) throw new ArgumentError(`SOCKS takes a ${what} of at most 255 octets`)
  return [octets.length, ...octets]
}
