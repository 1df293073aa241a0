// The least that RFC 1939 and 2449 make necessary: after the greeting one flight with everything, replies only counted.
import { connect } from 'node:net'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const messages = Number(process.env.BENCH_MESSAGES)
const plain = Buffer.from(`\0${user}\0${password}`).toString('base64')
const retrs = Array.from({ length: messages }, (_, index) => `RETR ${index + 1}\r\n`).join('')
const flight = `AUTH PLAIN ${plain}\r\n${retrs}QUIT\r\n`

// Only the octets of bodies count, so it has to be known where status lines end and nothing else. No seeded message
// is empty, so a body always ends in a CRLF of its own, "." and CRLF.
const end = '\r\n.\r\n'
let statusLines = 0
let items = 0
let octets = 0
let inBody = false

/** Reads what can be read and returns how many octets at the end have to be seen again with the next chunk. */
const read = (bytes) => {
  let from = 0
  for (;;) {
    const at = bytes.indexOf(inBody ? end : '\r\n', from)
    if (at < 0) break
    if (inBody) {
      octets += at + 2 - from
      items += 1
      inBody = false
      from = at + end.length
    } else {
      if (bytes[from] !== 0x2b) throw new Error(bytes.toString('latin1', from, at))
      statusLines += 1
      // the greeting and AUTH's reply have no body, nor has QUIT's
      inBody = statusLines > 2 && items < messages
      from = at + 2
    }
  }
  const left = bytes.length - from
  if (!inBody) return left
  const again = Math.min(left, end.length - 1)
  octets += left - again
  return again
}

// the room in front takes what was left over, so no chunk is ever copied
const room = 1024
const memory = Buffer.alloc(room + (256 << 10))
let left = 0
let greeted = false
const socket = connect({
  host,
  port: Number(port),
  noDelay: true,
  onread: {
    buffer: memory.subarray(room),
    callback: (length) => {
      if (!greeted) socket.write(flight)
      greeted = true
      const stop = room + length
      const again = read(memory.subarray(room - left, stop))
      memory.copy(memory, room - again, stop - again, stop)
      left = again
      return true
    },
  },
})
socket.on('close', () => console.log(JSON.stringify({ items, octets })))
