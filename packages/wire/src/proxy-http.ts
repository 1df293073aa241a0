import { ArgumentError, ConnectionError, excerpt, printable } from './errors.ts'
import type { ProxyHandshake, ProxyLogin, ProxyTalk } from './proxy.ts'
import { proxyTarget } from './proxy-target.ts'
import { line, type Script } from './script.ts'

/** octets of a whole answer */
const headLimit = 16 * 1024

/**
 * HTTP CONNECT, with Basic authentication where there is a login. RFC 9110 §9.3.6, 7617
 * @throws {ArgumentError} when host, port or user do not fit into it
 */
export function httpConnect(host: string, port: number, login?: ProxyLogin): ProxyHandshake {
  const { name } = proxyTarget(host, port)
  const fields = [`CONNECT ${name} HTTP/1.1`, `Host: ${name}`]
  if (login) fields.push(`Proxy-Authorization: Basic ${basic(login)}`)
  const request = `${fields.join('\r\n')}\r\n\r\n`
  return function* (talk) {
    talk.write(request)
    const said = yield* finalStatus(talk)
    // a length that a 2xx claims means nothing: all behind the empty line is the host's
    if (said.status >= 200 && said.status < 300) return
    // tinyproxy 1.11 asks for a login by 407, and refuses it by 401
    if (said.status === 407 || (login && said.status === 401)) {
      const why = login ? 'refuses the user or the password' : 'wants a user and a password in its URL'
      throw new ConnectionError(`${talk.name} ${why} (${said.text})`, 'ERR_PROXY_AUTH')
    }
    throw new ConnectionError(`${talk.name}, asked for ${name}, refuses: ${said.text}`, 'ERR_PROXY')
  }
}

interface Status {
  readonly status: number
  /** `403 Filtered` */
  readonly text: string
}

/** The status behind which nothing else comes. RFC 9110 §15.2 */
function* finalStatus(talk: ProxyTalk): Script<Status> {
  let octets = 0
  for (;;) {
    const first = yield* line(talk.input)
    // HTTP-version SP status-code [ SP reason-phrase ]. RFC 9112 §4
    const found = /^HTTP\/1\.\d (\d{3})(?: (.*))?$/.exec(first)
    if (!found) {
      throw new ConnectionError(
        `${talk.name} does not answer as an HTTP proxy does, it says ${excerpt(first)}`,
        'ERR_PROXY',
      )
    }
    for (let field = first; field !== ''; field = yield* line(talk.input)) {
      octets += field.length + 2
      if (octets > headLimit) throw new ConnectionError(`${talk.name} answers without end`, 'ERR_PROXY')
    }
    const status = Number(found[1])
    if (status >= 200) return { status, text: printable(`${status} ${(found[2] ?? '').slice(0, 200)}`) }
    if (status < 100 || status === 101) {
      throw new ConnectionError(`${talk.name} answers CONNECT with ${status}`, 'ERR_PROXY')
    }
  }
}

/** user-id ":" password, in UTF-8. RFC 7617 §2 */
function basic({ user, password }: ProxyLogin): string {
  if (user.includes(':')) throw new ArgumentError('the user of an HTTP proxy must not contain a colon')
  if (/[\x00-\x1f\x7f]/.test(user + password)) {
    throw new ArgumentError('the user and password of an HTTP proxy must not contain control characters')
  }
  return Buffer.from(`${user}:${password}`).toString('base64')
}
