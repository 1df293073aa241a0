// @linewire/ftp as built: every get() called at once, or one after another, or over a pool of four; the files to memory.
import { FtpClient, FtpPool } from '@linewire/ftp'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const { BENCH_FILES: files, BENCH_MODE: mode } = process.env
const paths = Array.from({ length: Number(files) }, (_, file) => `small/${file}`)
const url = `ftp://${host}:${port}`
const options = { auth: { user, password }, tls: 'none' }
const bytes = async (ftp, path) => (await ftp.get(path)).bytes()

const together = async () => {
  const ftp = await FtpClient.connect(url, options)
  const all = await Promise.all(paths.map((path) => bytes(ftp, path)))
  await ftp.quit()
  return all
}

const loop = async () => {
  const ftp = await FtpClient.connect(url, options)
  const all = []
  for (const path of paths) all.push(await bytes(ftp, path))
  await ftp.quit()
  return all
}

const pool = async () => {
  const clients = new FtpPool(url, { ...options, max: 4 })
  const all = await Promise.all(paths.map((path) => clients.use((ftp) => bytes(ftp, path))))
  await clients[Symbol.asyncDispose]()
  return all
}

const all = await { together, loop, pool }[mode ?? 'together']()
console.log(JSON.stringify({ items: all.length, octets: all.reduce((sum, { length }) => sum + length, 0) }))
