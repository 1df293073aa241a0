/** What a client must have seen in a message when it says that it has read it. */
export interface SeedFacts {
  /** Size as stored: lines end in CRLF, dots are not stuffed. */
  octets: number
  /** Lines that begin with a dot: each is one octet longer on a POP3 wire. */
  dots: number
  /** The subject, decoded. */
  subject: string
  /** UTF-16 code units of the display names in From, To and Cc, decoded. */
  names: number
  /** The Date field, in seconds since 1970. */
  sent: number
  /** Leaves of the MIME structure. */
  parts: number
  /** Addresses in From, To and Cc. */
  addresses: number
}

export interface SeedMessage extends SeedFacts {
  bytes: Buffer
}

const subjects = [
  'Quarterly figures',
  'Grüße aus Zürich: die Zahlen',
  'Re: [list] .profile and other dot files',
  '会議の議事録',
]

/** Four shapes that mail really has; which one a message gets depends on its number alone. */
const shapes: ((boundary: string) => { head: string[]; before: string[]; after: string[]; parts: number })[] = [
  () => ({ head: ['Content-Type: text/plain; charset=us-ascii'], before: [], after: [], parts: 1 }),
  (boundary) => ({
    head: [`Content-Type: multipart/alternative; boundary="${boundary}"`],
    before: [`--${boundary}`, 'Content-Type: text/plain; charset=utf-8; format=flowed', ''],
    after: [`--${boundary}`, ...html, `--${boundary}--`],
    parts: 2,
  }),
  (boundary) => ({
    head: [`Content-Type: multipart/mixed; boundary="${boundary}"`],
    before: [
      ...[`--${boundary}`, `Content-Type: multipart/alternative; boundary="${boundary}.a"`, ''],
      ...[`--${boundary}.a`, 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', ''],
    ],
    after: [`--${boundary}.a`, ...html, `--${boundary}.a--`, `--${boundary}`, ...attachment, `--${boundary}--`],
    parts: 3,
  }),
  (boundary) => ({
    head: [`Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/x"; boundary="${boundary}"`],
    before: [`--${boundary}`, 'Content-Type: text/plain; charset="utf-8"', 'Content-Language: de, fr', ''],
    after: [`--${boundary}`, 'Content-Type: application/x; name=signature.asc', '', 'c2lnbmF0dXJl', `--${boundary}--`],
    parts: 2,
  }),
]

const html = [
  ...['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable', ''],
  ...['<p style=3D"margin: 0">The figures are <b>attached</b>.</p>', ''],
]

const attachment = [
  'Content-Type: application/pdf; name="=?utf-8?B?WsO8cmljaC5wZGY=?="',
  'Content-Disposition: attachment; filename="figures 2026.pdf"; size=30',
  ...['Content-Transfer-Encoding: base64', 'Content-ID: <figures@example.org>', ''],
  ...['JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoK', ''],
]

/** Message `number` (from 1), exactly `octets` long: the text is as long as it has to be. Throws when that is too short. */
export const seedMessage = (number: number, octets: number): SeedMessage => {
  const shape = shapes[number % shapes.length]!(`b_${number}_linewire`)
  const subject = `${subjects[number % subjects.length]} ${number}`
  const addresses = 2 + (number % 4)
  const [from, to] = [`Zoë Müller ${number % 97}`, 'Liddell, Alice']
  const minute = number % 60
  const head = [
    `Return-Path: <sender${number % 97}@example.org>`,
    `Received: from mx${number % 5}.example.org by mail.example.com with ESMTPS id ${number.toString(36).padStart(8, '0')}`,
    '\tfor <alice@example.com>; Fri, 02 Jan 2026 10:00:00 +0000',
    `Date: Fri, 02 Jan 2026 10:${String(minute).padStart(2, '0')}:00 +0100`,
    `From: ${encoded(from)} <sender${number % 97}@example.org>`,
    `To: "${to}" <alice@example.com>`,
    ...copies(addresses - 2),
    `Subject: ${encoded(subject)}`,
    `Message-ID: <${number}.linewire@example.org>`,
    ...(number % 3 ? [`In-Reply-To: <${number - 1}.linewire@example.org>`] : []),
    ...['MIME-Version: 1.0', ...shape.head, ''],
  ]
  const before = joined([...head, ...shape.before])
  const after = joined(shape.after)
  const text = filler(octets - before.length - after.length)
  const bytes = Buffer.from(before + text + after, 'latin1')
  const sent = Date.UTC(2026, 0, 2, 9, minute) / 1000
  const names = from.length + to.length
  return { bytes, octets, subject, addresses, names, sent, parts: shape.parts, dots: countDots(bytes) }
}

const joined = (lines: string[]): string => lines.map((line) => `${line}\r\n`).join('')

const copies = (count: number): string[] =>
  count === 0 ? [] : [`Cc: ${Array.from({ length: count }, (_, index) => `copy${index}@example.net`).join(',\r\n\t')}`]

/** An encoded word where the text needs one. RFC 2047 §2 */
const encoded = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

const prose = joined([
  'The quick brown fox jumps over the lazy dog, and then it does so again, for 72.',
  'Pack my box with five dozen liquor jugs.',
  '',
  '> quoted: how vexingly quick daft zebras jump',
])

/** A dot begins a line in forty: four in a message of 8 KB, as in the mail that the targets were measured with. */
const lines = `${prose.repeat(10)}.profile is a file whose name starts with a dot, as this line does.\r\n`

/** Exactly `octets` of text that ends a line. */
const filler = (octets: number): string => {
  if (octets < 100) throw new RangeError(`a seed message needs ${100 - octets} octets more`)
  const whole = fitting(lines, octets - 40)
  const rest = octets - whole.length - 2
  // a line may have 998 octets (RFC 5322 §2.1.1), and this one has fewer than the lines above together
  return `${whole}${'x'.repeat(rest)}\r\n`
}

/** As much of a text, again and again, as ends a line within so many octets. */
const fitting = (text: string, octets: number): string => {
  const whole = text.repeat(Math.ceil(octets / text.length) + 1).slice(0, octets)
  return whole.slice(0, whole.lastIndexOf('\n') + 1)
}

/** Lines that begin with a dot. */
export const countDots = (bytes: Buffer): number => {
  let dots = bytes[0] === 0x2e ? 1 : 0
  for (let at = bytes.indexOf('\n.'); at >= 0; at = bytes.indexOf('\n.', at + 1)) dots += 1
  return dots
}
