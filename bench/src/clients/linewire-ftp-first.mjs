// @linewire/ftp as built: connect(), get(); the proxy is told when the first octets are there.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { FtpClient } from '@linewire/ftp'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const { BENCH_CA: ca, BENCH_MARK: mark } = process.env
const tls = ca ? { tls: 'starttls', tlsOptions: { ca: readFileSync(ca), servername: 'localhost' } } : { tls: 'none' }
const ftp = await FtpClient.connect(`ftp://${host}:${port}`, { auth: { user, password }, ...tls })
let octets = 0
for await (const piece of await ftp.get('small/0')) {
  if (octets === 0) connect({ host, port: Number(mark) }).resume()
  octets += piece.length
}
await ftp.quit()
console.log(JSON.stringify({ items: 1, octets }))
