// basic-ftp: access(), downloadTo(); the proxy is told when the first octets are there.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { Client } from 'basic-ftp'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const { BENCH_CA: ca, BENCH_MARK: mark } = process.env
const client = new Client()
const tls = ca ? { secure: true, secureOptions: { ca: readFileSync(ca), servername: 'localhost' } } : { secure: false }
await client.access({ host, port: Number(port), user, password, ...tls })
let octets = 0
const counting = new Writable({
  write(piece, _, done) {
    if (octets === 0) connect({ host, port: Number(mark) }).resume()
    octets += piece.length
    done()
  },
})
await client.downloadTo(counting, 'small/0')
client.close()
console.log(JSON.stringify({ items: 1, octets }))
