// The least that RFC 959 and 2428 make necessary for one listing: the login and EPSV in one flight, LIST, lines only counted.
import { once } from 'node:events'
import { connect } from 'node:net'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password, BENCH_PATH: path } = process.env

const control = connect({ host, port: Number(port), noDelay: true })
control.setEncoding('latin1')
let said = ''
control.on('data', (text) => {
  said += text
})

/** Resolves with a reply when there is one. */
const reply = async (pattern) => {
  while (!pattern.test(said)) await once(control, 'data')
  return pattern.exec(said)
}

await reply(/^220 /m)
control.write(`USER ${user}\r\nPASS ${password}\r\nTYPE A\r\nEPSV\r\n`)
const [, dataPort] = await reply(/^229 .*\(\|\|\|(\d+)\|\)/m)

let items = 0
const memory = Buffer.alloc(256 << 10)
const data = connect({
  host,
  port: Number(dataPort),
  onread: {
    buffer: memory,
    callback: (length) => {
      for (let at = memory.indexOf(10); at >= 0 && at < length; at = memory.indexOf(10, at + 1)) items += 1
      return true
    },
  },
})
const ended = once(data, 'close')
await once(data, 'connect')
control.write(`LIST ${path}\r\n`)
await ended
await reply(/^226 /m)
control.end('QUIT\r\n')
console.log(JSON.stringify({ items }))
