// npm imapflow: its fetch() iterator, without its log and without IDLE.
import { ImapFlow } from 'imapflow'

const { BENCH_HOST: host, BENCH_PORT: port, BENCH_USER: user, BENCH_PASSWORD: pass } = process.env
const client = new ImapFlow({
  host,
  port: Number(port),
  secure: false,
  doSTARTTLS: false,
  auth: { user, pass },
  logger: false,
  disableAutoIdle: true,
})
// a parser may put decoding off until a field is read, so every client reads the same fields
const counts = { items: 0, octets: 0, subjects: 0, parts: 0, addresses: 0, names: 0, sent: 0, dates: 0, seen: 0 }

const leaves = (node) => node.childNodes?.reduce((sum, child) => sum + leaves(child), 0) ?? 1

await client.connect()
await client.mailboxOpen('INBOX', { readOnly: true })
const query = { uid: true, flags: true, envelope: true, bodyStructure: true, internalDate: true, size: true }
for await (const { flags, envelope, bodyStructure, internalDate, size } of client.fetch('1:*', query)) {
  counts.items += 1
  counts.octets += size
  counts.subjects += envelope.subject.length
  counts.parts += leaves(bodyStructure)
  for (const list of [envelope.from, envelope.to, envelope.cc ?? []]) {
    counts.addresses += list.filter((each) => each.address).length
    for (const { name } of list) counts.names += name?.length ?? 0
  }
  counts.sent += envelope.date.getTime() / 1000
  counts.dates += internalDate.getTime() / 1000
  if (flags.has('\\Seen')) counts.seen += 1
}
await client.logout()
console.log(JSON.stringify(counts))
