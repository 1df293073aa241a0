// basic-ftp: access() and downloadTo() a file, or uploadFrom() one; trackProgress() tells the octets, and costs a call in half a second.
import { readFileSync } from 'node:fs'
import { Client } from 'basic-ftp'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const { BENCH_REMOTE: remote, BENCH_LOCAL: local, BENCH_CA: ca, BENCH_WAY: way } = process.env
const client = new Client()
const tls = ca ? { secure: true, secureOptions: { ca: readFileSync(ca), servername: 'localhost' } } : { secure: false }
await client.access({ host, port: Number(port), user, password, ...tls })
let octets = 0
client.trackProgress((info) => {
  octets = info.bytesOverall
})
await (way === 'up' ? client.uploadFrom(local, remote) : client.downloadTo(local, remote))
client.close()
console.log(JSON.stringify({ octets }))
