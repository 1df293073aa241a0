// @linewire/ftp as built: list() gone through, or all of it awaited.
import { FtpClient } from '@linewire/ftp'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const { BENCH_PATH: path, BENCH_MODE: mode } = process.env
const ftp = await FtpClient.connect(`ftp://${host}:${port}`, { auth: { user, password }, tls: 'none' })
let items = 0
let octets = 0
let names = 0
let dated = 0

const count = (entry) => {
  items += 1
  octets += entry.size
  names += entry.name.length
  dated += entry.modified instanceof Date ? 1 : 0
}

if (mode === 'await') for (const entry of await ftp.list(path)) count(entry)
else for await (const entry of ftp.list(path)) count(entry)
await ftp.quit()
console.log(JSON.stringify({ items, octets, names, dated }))
