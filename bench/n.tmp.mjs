import { Pop3Client } from '@linewire/pop3'
const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: password } = process.env
const n = Number(process.argv[2])
const mech = process.argv[3]
const pop = await Pop3Client.connect(`pop://${host}:${port}`, { auth: { user, password, ...(mech ? { mechanisms: [mech] } : {}) }, tls: 'none' })
let items = 0, octets = 0
for await (const { body } of pop.retrieve(Array.from({ length: n }, (_, i) => i + 1))) { octets += (await body.bytes()).length; items++ }
await pop.quit()
