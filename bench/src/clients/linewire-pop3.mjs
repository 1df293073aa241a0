// @linewire/pop3 as built: retrieve() pipelines every message; one large message goes through open(), which lends its pieces
// to forEach() or gives them away in a loop. PLAIN: the password goes out as the other clients send it.
import { Pop3Client } from '@linewire/pop3'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password, BENCH_MODE: mode } = process.env
const pop = await Pop3Client.connect(`pop://${host}:${port}`, {
  auth: { user, password, mechanisms: ['PLAIN'] },
  tls: 'none',
})
let items = 0
let octets = 0

if (mode === 'lend') {
  await (await pop.open(1)).forEach((piece) => {
    octets += piece.length
  })
  items = 1
} else if (mode === 'stream') {
  for await (const chunk of await pop.open(1)) octets += chunk.length
  items = 1
} else {
  for await (const { body } of pop.retrieve()) {
    octets += (await body.bytes()).length
    items += 1
  }
}
await pop.quit()
console.log(JSON.stringify({ items, octets }))
