import { Input } from '@linewire/wire'
import { everySplit } from '@linewire/wire/testing'
import { describe, expect, test } from 'vitest'
import { decodedLiteral } from './transfer-encoding.ts'

function decode(pieces: Buffer[], encoding: string): string {
  const octets = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const framing = decodedLiteral(octets, encoding)
  const input = new Input()
  const decoded: Buffer[] = []
  let over = octets === 0 && framing.feed(input, (piece) => decoded.push(piece))
  for (const piece of pieces) {
    input.push(piece)
    over = framing.feed(input, (part) => decoded.push(Buffer.from(part)))
  }
  expect(over).toBe(true)
  return Buffer.concat(decoded).toString('latin1')
}

const long = `${'x'.repeat(9000)}=3D${' '.repeat(80_000)}`

describe.each<[encoding: string, encoded: string, decoded: string]>([
  ['base64', 'aGVsbG8s\r\nIHdvcmxk\r\n', 'hello, world'],
  ['base64', 'aGk=\r\n', 'hi'],
  ['base64', '!a G k', 'hi'],
  ['quoted-printable', 'Gr=FC=dfe=\r\n an alle\r\n', 'Gr\xfc\xdfe an alle\r\n'],
  ['quoted-printable', 'blanks  \t\r\n go,= \t\r\n others stay\r\n', 'blanks\r\n go, others stay\r\n'],
  ['quoted-printable', 'a=zz b= c =', 'a=zz b= c '],
  ['quoted-printable', '', ''],
  ['7bit', 'a=20b', 'a=20b'],
  ['x-unknown', 'a=20b', 'a=20b'],
])('%s %j', (encoding, encoded, decoded) => {
  test('is decoded however it is cut', () => {
    for (const pieces of everySplit(encoded)) expect(decode(pieces, encoding)).toBe(decoded)
  })
})

test('a line that never ends is not kept for ever', () => {
  const octets = Buffer.from(long)
  expect(decode([octets.subarray(0, 8999), octets.subarray(8999)], 'quoted-printable')).toMatch(/^x{9000}=/)
})
