// limit, with a tight parser by hand: every message a Buffer of its own, dots taken off, nothing checked twice.
import { connect } from 'node:net'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const messages = Number(process.env.BENCH_MESSAGES)
const plain = Buffer.from(`\0${user}\0${password}`).toString('base64')
const retrs = Array.from({ length: messages }, (_, index) => `RETR ${index + 1}\r\n`).join('')
const flight = `AUTH PLAIN ${plain}\r\n${retrs}QUIT\r\n`

const end = '\r\n.\r\n'
let statusLines = 0
let items = 0
let octets = 0
let rest = Buffer.alloc(0)

/** The message in a Buffer of its own. */
const unstuffed = (body) => {
  const pieces = []
  let from = body[0] === 0x2e ? 1 : 0
  for (let at = body.indexOf('\r\n.'); at >= 0; at = body.indexOf('\r\n.', from)) {
    pieces.push(body.subarray(from, at + 2))
    from = at + 3
  }
  pieces.push(body.subarray(from))
  return Buffer.concat(pieces)
}

let greeted = false
const socket = connect({ host, port: Number(port), noDelay: true })
socket.on('data', (chunk) => {
  if (!greeted) socket.write(flight)
  greeted = true
  const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
  let from = 0
  for (;;) {
    // the greeting and AUTH's reply have no body, nor has QUIT's
    const hasBody = statusLines >= 2 && items < messages
    const line = bytes.indexOf('\r\n', from)
    if (line < 0) break
    if (bytes[from] !== 0x2b) throw new Error(bytes.toString('latin1', from, line))
    if (!hasBody) {
      statusLines += 1
      from = line + 2
      continue
    }
    const at = bytes.indexOf(end, line)
    if (at < 0) break
    const message = unstuffed(bytes.subarray(line + 2, at + 2))
    octets += message.length
    items += 1
    from = at + end.length
  }
  rest = bytes.subarray(from)
})
socket.on('close', () => console.log(JSON.stringify({ items, octets })))
