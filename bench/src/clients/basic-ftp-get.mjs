// basic-ftp: access() and one downloadTo() after another, the files to memory.
import { Writable } from 'node:stream'
import { Client } from 'basic-ftp'

const {
  BENCH_HOST: host,
  BENCH_PORT: port,
  BENCH_USER: user,
  BENCH_PASSWORD: password,
  BENCH_FILES: files,
} = process.env
const client = new Client()
await client.access({ host, port: Number(port), user, password, secure: false })
const all = []
for (let file = 0; file < Number(files); file += 1) {
  const pieces = []
  const memory = new Writable({
    write(piece, _, done) {
      pieces.push(piece)
      done()
    },
  })
  await client.downloadTo(memory, `small/${file}`)
  all.push(Buffer.concat(pieces))
}
client.close()
console.log(JSON.stringify({ items: all.length, octets: all.reduce((sum, { length }) => sum + length, 0) }))
