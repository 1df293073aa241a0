// The least that RFC 3501 makes necessary: after the greeting one flight, FETCH responses counted and not read.
import { connect } from 'node:net'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const flight =
  `a LOGIN ${user} ${password}\r\nb EXAMINE INBOX\r\n` +
  'c FETCH 1:* (UID FLAGS ENVELOPE BODYSTRUCTURE INTERNALDATE RFC822.SIZE)\r\nd LOGOUT\r\n'

const mark = ' FETCH (UID '
// the room in front takes the end of the last chunk: one octet less than the mark, so nothing is counted twice
const room = mark.length - 1
const memory = Buffer.alloc(room + (256 << 10))
let items = 0
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
      const bytes = memory.subarray(0, room + length)
      for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) items += 1
      memory.copy(memory, 0, length, room + length)
      return true
    },
  },
})
socket.on('close', () => console.log(JSON.stringify({ items })))
