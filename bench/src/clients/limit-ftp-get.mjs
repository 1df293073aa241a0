// The least that many small downloads over one connection take: RETR and the EPSV of the next file in one write, octets only counted.
import { once } from 'node:events'
import { connect } from 'node:net'
import { dial, nextPort, quit, send } from './limit-ftp-session.mjs'

const { BENCH_HOST: host, BENCH_FILES: files, BENCH_MODE: mode, BENCH_CA: tls, BENCH_MARK: mark } = process.env
const count = Number(files)
const buffer = Buffer.alloc(64 << 10)
let octets = 0

const onread = {
  buffer,
  callback: (length) => {
    if (mark && octets === 0) connect({ host, port: Number(mark) }).resume()
    octets += length
    return true
  },
}

for (let file = 0; file < count; file += 1) {
  const data = dial(await nextPort(), onread)
  const ended = once(data, 'close')
  await once(data, 'connect')
  send(`RETR small/${file}`, ...(file < count - 1 ? ['EPSV'] : []))
  // a server that lingers until our end is there has it before its last octet; of TLS it would be the end
  if (!tls && mode !== 'late') data.end()
  await ended
}
quit()
console.log(JSON.stringify({ items: count, octets }))
