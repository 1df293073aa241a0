// A bare control connection: the login in one flight behind the greeting (RFC 959, 2428, 4217), canned lines, replies by their code.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password, BENCH_CA: caFile } = process.env
const tls = caFile && { ca: readFileSync(caFile), servername: 'localhost' }

let control = connect({ host, port: Number(port), noDelay: true })
let session
let said = ''
let heard = () => {}

const listen = () => {
  control.setEncoding('latin1')
  control.on('data', (text) => {
    said += text
    heard()
  })
  control.on('error', (error) => {
    throw error
  })
}

/** The next line with that code; what comes before it is passed over, unless it is a refusal. */
export const next = async (code) => {
  for (;;) {
    for (let end = said.indexOf('\r\n'); end >= 0; end = said.indexOf('\r\n')) {
      const line = said.slice(0, end)
      said = said.slice(end + 2)
      if (line.startsWith(code)) return line
      if (/^[45]/.test(line)) throw new Error(line)
    }
    await new Promise((resolve) => {
      heard = resolve
    })
  }
}

export const send = (...lines) => void control.write(lines.map((line) => `${line}\r\n`).join(''))

/** The port of a data connection, from the next 229. */
export const nextPort = async () => Number(/\|(\d+)\|/.exec(await next('229'))[1])

/**
 * A data connection. Where there is TLS it resumes the session of the control connection and begins with the group that
 * the server took there: vsftpd takes P-256 alone, and to ask it for another one first is a trip more.
 */
export const dial = (dataPort, onread) => {
  const data = tls
    ? connectTls({ host, port: dataPort, session, ecdhCurve: control.getEphemeralKeyInfo().name, onread, ...tls })
    : connect({ host, port: dataPort, onread })
  data.once('session', (ticket) => {
    session = ticket
  })
  return data
}

export const quit = () => void control.end('QUIT\r\n')

listen()
await next('220')
if (tls) {
  send('AUTH TLS')
  await next('234')
  control.removeAllListeners('data')
  control = connectTls({ socket: control, ...tls })
  control.on('session', (ticket) => {
    session = ticket
  })
  listen()
}
send(`USER ${user}`, `PASS ${password}`, ...(tls ? ['PBSZ 0', 'PROT P'] : []), 'TYPE I', 'EPSV')
