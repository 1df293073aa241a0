import { chownSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { countDots, type SeedFacts, type SeedMessage, seedMessage } from './seed-message.ts'

/** The day on which every seeded maildrop begins, in seconds since 1970; message n arrived n minutes later. */
const epoch = Date.UTC(2026, 0, 2, 10) / 1000

/** The sums over a maildrop: what the clients have to come to. `dates` are INTERNALDATEs in seconds since 1970. */
export interface Maildrop {
  messages: number
  octets: number
  dots: number
  /** UTF-16 code units of all decoded subjects. */
  subjects: number
  parts: number
  addresses: number
  names: number
  sent: number
  dates: number
}

/**
 * Fills a Maildir's `cur/` by writing files; what was there goes. The folder's owner becomes the owner of the nearest
 * folder above that exists, for the server may run as another user. Every message is already \Seen, so that no
 * client's session renames files for the next one.
 */
export const seedMaildir = (maildir: string, count: number, octets: number): Maildrop =>
  fill(maildir, function* () {
    for (let number = 1; number <= count; number += 1) yield seedMessage(number, octets)
  })

/** One plain message of exactly `octets`, a dot in front of every hundredth line. */
export const seedLargeMessage = (maildir: string, octets: number): Maildrop =>
  fill(maildir, function* () {
    const head = Buffer.from('From: a@example.org\r\nTo: b@example.org\r\nSubject: large\r\n\r\n')
    const page = Buffer.from(`.${`${'0123456789'.repeat(7)}\r\n`.repeat(100)}`)
    const bytes = Buffer.alloc(octets, page)
    head.copy(bytes)
    bytes.write('\r\n', octets - 2)
    // the fill may have cut a line end in two just there, and a server would mend a CR or LF that stands alone
    for (let at = octets - 3; bytes[at] === 0x0d || bytes[at] === 0x0a; at -= 1) bytes[at] = 0x78
    yield { bytes, octets, dots: countDots(bytes), subject: 'large', parts: 1, addresses: 2, names: 0, sent: 0 }
  })

const fill = (maildir: string, messages: () => Iterable<SeedMessage>): Maildrop => {
  const owner = ownerAbove(maildir)
  rmSync(maildir, { recursive: true, force: true })
  const folders = [dirname(maildir), maildir, ...['cur', 'new', 'tmp'].map((name) => join(maildir, name))]
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chownSync(folder, owner.uid, owner.gid)
  }
  const sum: Maildrop = {
    messages: 0,
    octets: 0,
    dots: 0,
    subjects: 0,
    parts: 0,
    addresses: 0,
    names: 0,
    sent: 0,
    dates: 0,
  }
  for (const message of messages()) {
    const number = ++sum.messages
    const time = epoch + number * 60
    const size = message.octets
    // S= and W= tell the server both sizes, so it reads no file to learn them; names sort in the order of arrival
    const file = join(maildir, 'cur', `${time}.M${number}.linewire,S=${size},W=${size}:2,S`)
    writeFileSync(file, message.bytes, { mode: 0o600 })
    chownSync(file, owner.uid, owner.gid)
    utimesSync(file, time, time)
    add(sum, message, time)
  }
  return sum
}

const add = (sum: Maildrop, message: SeedFacts, time: number): void => {
  sum.octets += message.octets
  sum.dots += message.dots
  sum.subjects += message.subject.length
  sum.parts += message.parts
  sum.addresses += message.addresses
  sum.names += message.names
  sum.sent += message.sent
  sum.dates += time
}

const ownerAbove = (path: string): { uid: number; gid: number } => {
  const { uid, gid } = statSync(path, { throwIfNoEntry: false }) ?? ownerAbove(dirname(path))
  return { uid, gid }
}
