// @linewire/ftp as built: download(), or upload() the other way.
import { readFileSync } from 'node:fs'
import { FtpClient } from '@linewire/ftp'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const { BENCH_REMOTE: remote, BENCH_LOCAL: local, BENCH_CA: ca, BENCH_WAY: way } = process.env
const tls = ca ? { tls: 'starttls', tlsOptions: { ca: readFileSync(ca), servername: 'localhost' } } : { tls: 'none' }
const ftp = await FtpClient.connect(`ftp://${host}:${port}`, { auth: { user, password }, ...tls })
const octets = await (way === 'up' ? ftp.upload(local, remote) : ftp.download(remote, local))
await ftp.quit()
console.log(JSON.stringify({ octets }))
