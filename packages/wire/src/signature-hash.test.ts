import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { signatureHash } from './signature-hash.ts'

/** Tag, length and content, as DER has them. */
function der(tag: number, ...parts: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)))
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

/** A certificate as far as it matters: what is signed, the algorithm, the signature. */
const signedBy = (...algorithm: (Buffer | string)[]): Buffer =>
  der(0x30, der(0x30, Buffer.alloc(300)), der(0x30, ...algorithm), der(0x03, Buffer.alloc(65)))
const oid = (hex: string): Buffer => der(0x06, hex)
const none = der(0x05)

test.each([
  ['md5WithRSAEncryption', '2a864886f70d010104', 'md5'],
  ['sha1WithRSAEncryption', '2a864886f70d010105', 'sha1'],
  ['sha256WithRSAEncryption', '2a864886f70d01010b', 'sha256'],
  ['sha384WithRSAEncryption', '2a864886f70d01010c', 'sha384'],
  ['sha512WithRSAEncryption', '2a864886f70d01010d', 'sha512'],
  ['ecdsa-with-SHA256', '2a8648ce3d040302', 'sha256'],
  ['ecdsa-with-SHA384', '2a8648ce3d040303', 'sha384'],
  ['Ed25519', '2b6570', undefined],
  ['Ed448', '2b6571', undefined],
  ['an algorithm of tomorrow', '2a030405', undefined],
])('%s', (_, hex, hash) => {
  expect(signatureHash(signedBy(oid(hex), none))).toBe(hash)
})

test('RSASSA-PSS has its hash among its parameters, SHA-1 when it is left out. RFC 4055 §3.1', () => {
  const pss = oid('2a864886f70d01010a')
  const parameters = (hex: string) => der(0x30, der(0xa0, der(0x30, oid(hex), none)), der(0xa2, '020120'))
  expect(signatureHash(signedBy(pss, parameters('608648016503040202')))).toBe('sha384')
  expect(signatureHash(signedBy(pss, parameters('2a030405')))).toBeUndefined()
  expect(signatureHash(signedBy(pss, der(0x30)))).toBe('sha1')
  expect(signatureHash(signedBy(pss))).toBeUndefined()
})

test('a certificate of this minute', async () => {
  expect(signatureHash(new X509Certificate((await certificate()).cert).raw)).toBe('sha256')
})

test('what is no certificate, or only a piece of one, has no hash', () => {
  const whole = signedBy(oid('2a8648ce3d040302'))
  expect(signatureHash(whole)).toBe('sha256')
  for (let end = 0; end < whole.length; end++) expect(signatureHash(whole.subarray(0, end))).toBeUndefined()
  expect(signatureHash(Buffer.from('-----BEGIN CERTIFICATE-----'))).toBeUndefined()
})
