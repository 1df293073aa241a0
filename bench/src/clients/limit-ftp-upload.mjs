// The least for one large file from a file: one buffer is read ahead while the one before is on its way.
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { dial, next, nextPort, quit, send } from './limit-ftp-session.mjs'

const { BENCH_REMOTE: remote, BENCH_LOCAL: local } = process.env
const size = 512 << 10
const file = await open(local)
const buffers = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)]
let octets = 0
const read = (index) => file.read(buffers[index], 0, size)

const data = dial(await nextPort())
await once(data, 'connect')
send(`STOR ${remote}`)
await next('150')
let sending = 0
let coming = await read(0)
while (coming.bytesRead > 0) {
  const sent = new Promise((resolve, reject) => {
    const piece = buffers[sending].subarray(0, coming.bytesRead)
    data.write(piece, (error) => (error ? reject(error) : resolve()))
  })
  octets += coming.bytesRead
  sending = 1 - sending
  coming = await read(sending)
  await sent
}
data.end()
await next('226')
await file.close()
quit()
console.log(JSON.stringify({ octets }))
