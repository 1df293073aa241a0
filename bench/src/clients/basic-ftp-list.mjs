// basic-ftp: access() and list(), as its README has it.
import { Client } from 'basic-ftp'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password, BENCH_PATH: path } = process.env
const client = new Client()
await client.access({ host, port: Number(port), user, password, secure: false })
let items = 0
let octets = 0
let names = 0
for (const file of await client.list(path)) {
  items += 1
  octets += file.size
  names += file.name.length
}
client.close()
console.log(JSON.stringify({ items, octets, names }))
