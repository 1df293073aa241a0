import { Pop3Client, type Pop3Options } from '@linewire/pop3'
import { beforeAll, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { fillMaildir, readMaildir } from '../src/maildir.ts'
import { users } from '../src/users.ts'

const count = 5000

/** Octets that repeat from run to run. */
function noise(seed: number, octets: number): Buffer {
  let state = seed + 1
  return Buffer.from(Array.from({ length: octets }, () => (state = (state * 48_271) % 2_147_483_647) >>> 8))
}

const withHeader = (body: string | Buffer, number: number): Buffer =>
  Buffer.concat([Buffer.from(`Subject: message ${number}\r\n\r\n`), Buffer.from(body)])

/** Messages that a client may get wrong, by what is odd about them. */
const kinds: Record<string, (number: number) => string | Buffer> = {
  'an empty file': () => '',
  'a header alone': () => 'Subject: no empty line behind it\r\n',
  'no body': (number) => withHeader('', number),
  'a few lines': (number) => withHeader(`line ${number}\r\n`.repeat(number % 40), number),
  'lines of dots': (number) => withHeader('.\r\n..\r\n...\r\n. \r\n.\r\n\r\n.x\r\n', number),
  'a lone dot at its end': (number) => withHeader('the end\r\n.\r\n', number),
  'no line end behind the last line': (number) => withHeader('the last line', number),
  'a dot and no line end': (number) => withHeader('.', number),
  'line ends of Unix': (number) => `Subject: message ${number}\n\none\n.\n..\n\nfour\n`,
  'both line ends': (number) => withHeader('one\r\ntwo\nthree\r\n.\nfive\r\n', number),
  'CR within and at the end of lines': (number) => withHeader('a\rb\r\r\n\r.\r\n.\r.\r\n', number),
  'octets above 127': (number) => withHeader(noise(number, 700).map((octet) => octet | 0x80) as Buffer, number),
  'every octet': (number) => withHeader(Buffer.from(Array.from({ length: 256 }, (_, octet) => octet)), number),
  NUL: (number) => withHeader('a\0b\r\n\0\r\n.\0\r\n', number),
  'one long line': (number) => withHeader('x'.repeat(70_000 + number), number),
  'long lines of dots': (number) => withHeader(`${'.'.repeat(100_000)}\r\n${'.'.repeat(100_000)}\r\n`, number),
  'empty lines': (number) => withHeader('\r\n'.repeat(number % 3000), number),
  noise: (number) => withHeader(noise(number, (number * 37) % 9000), number),
  // larger than what retrieve() collects
  'a message that is streamed': (number) =>
    withHeader(number % 100 === 0 ? `${'..large '.repeat(120)}\r\n`.repeat(1500) : 'small\r\n', number),
}
const names = Object.keys(kinds)
const kindOf = (number: number): string => names[number % names.length]!

/** What POP3 makes of a file: line ends are CR LF, and there is one at the end. RFC 1939 §5 and §3 */
function asSent(file: Buffer): Buffer {
  const lines = file.toString('latin1').replace(/(?<!\r)\n/g, '\r\n')
  return Buffer.from(lines.endsWith('\r\n') ? lines : `${lines}\r\n`, 'latin1')
}

describeServer('dovecot', `holds a Maildir of ${count} messages`, (dovecot) => {
  let files: Buffer[] = []
  beforeAll(() => {
    fillMaildir(
      dovecot,
      'alice',
      Array.from({ length: count }, (_, index) => Buffer.from(kinds[kindOf(index + 1)]!(index + 1))),
    )
    files = readMaildir(dovecot, 'alice')
  })

  const ways: Record<string, () => Partial<Pop3Options>> = {
    'in clear': () => ({ port: dovecot.ports.pop3, tls: 'none' }),
    'by STLS': () => ({ port: dovecot.ports.pop3, tls: 'starttls' }),
    'over TLS': () => ({ port: dovecot.ports.pop3s, tls: 'implicit' }),
  }
  const connect = (way: string): Promise<Pop3Client> =>
    Pop3Client.connect({
      host: 'localhost',
      tlsOptions: { ca: dovecot.certificates.ca },
      auth: { user: 'alice', password: users.alice.password },
      ...ways[way]!(),
    })

  test.each(Object.keys(ways))('%s: every octet of every message is what lies there', async (way) => {
    await using pop = await connect(way)
    const odd: string[] = []
    let seen = 0
    for await (const { number, body } of pop.retrieve()) {
      seen++
      expect(number).toBe(seen)
      if (!asSent(files[number - 1]!).equals(await body.bytes())) {
        odd.push(`${number}: ${kindOf(number)}`)
      }
    }
    expect([seen, odd]).toEqual([count, []])
  })
})
