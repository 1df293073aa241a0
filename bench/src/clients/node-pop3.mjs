// npm node-pop3: RETR(i) one by one, its only way; for one large message the stream that command() gives.
import Pop3Command from 'node-pop3'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password, BENCH_MODE: mode } = process.env
const messages = Number(process.env.BENCH_MESSAGES)
const pop = new Pop3Command({ host, port: Number(port), user, password, tls: false })
let items = 0
let octets = 0

if (mode === 'stream') {
  await pop.STAT()
  const [, body] = await pop.command('RETR', '1')
  for await (const chunk of body) octets += chunk.length
  items = 1
} else {
  for (let number = 1; number <= messages; number += 1) {
    octets += Buffer.byteLength(await pop.RETR(number))
    items += 1
  }
}
await pop.QUIT()
console.log(JSON.stringify({ items, octets }))
