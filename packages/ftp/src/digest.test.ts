import { ArgumentError, Capabilities, type Command, ProtocolError, ReplyError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { describe, expect, test } from 'vitest'
import { type Digest, type DigestOptions, digest } from './digest.ts'
import { TransferParameter, type TypeCode } from './transfer-parameter.ts'

const both = new Capabilities([
  ['HASH', ['CRC32;MD5;SHA-1*;SHA-256;SHA-512;']],
  ['XCRC', []],
  ['XMD5', []],
])
const old = new Capabilities([
  ['XCRC', []],
  ['XMD5', []],
  ['XSHA256', []],
])

function ask(
  path: string,
  options: DigestOptions = {},
  capabilities: Capabilities = both,
  together = false,
): Command<Digest> {
  const type = new TransferParameter<TypeCode>('TYPE', 'I')
  return digest(path, options, capabilities, { type, digest: new TransferParameter('OPTS HASH', 'SHA-1'), together })
}

const sha1 = '2aae6c35c94fcfb415dbe95f408b9ce91ee846ed'

describe('HASH', () => {
  test('draft-bryan-ftpext-hash §3.2: the algorithm is chosen, and the digest comes with its range', async () => {
    const transcript = `
      C: OPTS HASH MD5
      S: 200 MD5
      C: HASH filename.ext
      S: 213 MD5 0-49 5EB63BBBE01EEED093CB22BB8F5ACDC3 filename.ext`
    expect(await converse(ask('filename.ext', { algorithm: 'md5' }), transcript)).toEqual({
      algorithm: 'MD5',
      value: '5eb63bbbe01eeed093cb22bb8f5acdc3',
    })
  })

  test('talk before it is passed over (ProFTPD 1.3.8); what is chosen already is not chosen again', async () => {
    const transcript = `
      C: HASH a b.txt
      S: 213-Computing SHA-1 digest
      S: 213 SHA-1 0-11 ${sha1} a b.txt`
    expect(await converse(ask('a b.txt', { algorithm: 'SHA1' }), transcript)).toEqual({
      algorithm: 'SHA-1',
      value: sha1,
    })
  })

  test('the best of what there is, unless told', async () => {
    const transcript = `
      C: OPTS HASH SHA-512
      S: 200 SHA-512
      C: HASH a
      S: 213 SHA-512 0-0 ${'ab'.repeat(64)} a`
    expect((await converse(ask('a'), transcript)).algorithm).toBe('SHA-512')
  })

  test('draft-bryan-ftp-range: a part, and the whole again for what comes next', async () => {
    const transcript = `
      C: RANG 0 4
      S: 350 Restarting at 0
      C: HASH a
      S: 213 SHA-1 0-4 ${sha1} a
      C: RANG 1 0
      S: 350 Reset`
    expect(await converse(ask('a', { algorithm: 'SHA-1', range: [0, 4] }), transcript)).toMatchObject({ value: sha1 })
  })

  test('all in one flight, where the server takes that', async () => {
    const transcript = `
      C: OPTS HASH SHA-256
      C: RANG 2 4
      C: HASH a
      C: RANG 1 0
      S: 200 SHA-256
      S: 350 ok
      S: 213 SHA-256 2-5 ${'cd'.repeat(32)} a
      S: 350 ok`
    const got = await converse(ask('a', { algorithm: 'sha-256', range: [2, 4] }, both, true), transcript)
    expect(got.value).toBe('cd'.repeat(32))
  })

  test.each([
    ['of other octets', `213 SHA-1 0-11 ${sha1} a`, 'the server answers with a digest of octets 0 to 11'],
    ['of another algorithm', `213 MD5 2-4 ${sha1} a`, 'the server answers with a digest of MD5'],
    ['none', '550 a: No such file', 'HASH a: 550 a: No such file'],
  ])('a digest %s is refused, and the range taken back', async (_, answer, message) => {
    const transcript = `
      C: RANG 2 4
      S: 350 ok
      C: HASH a
      S: ${answer}
      C: RANG 1 0
      S: 350 ok`
    const got = converse(ask('a', { algorithm: 'SHA-1', range: [2, 4] }), transcript)
    await expect(got).rejects.toThrow(ReplyError)
    await expect(got).rejects.toThrow(message)
  })

  test('a range that is none is refused before anything is sent', () => {
    for (const range of [
      [-1, 2],
      [3, 2],
      [0, 1.5],
    ] as const) {
      expect(() => ask('a', { range })).toThrow(ArgumentError)
    }
  })
})

describe('the commands of before', () => {
  test.each([
    ['XSHA256', {}, `250 ${'AB'.repeat(32)}`, 'SHA-256', 'ab'.repeat(32)],
    [
      'XMD5',
      { algorithm: 'MD5' },
      '250-Computing MD5 digest\n      S: 250 5EB63BBBE01EEED093CB22BB8F5ACDC3',
      'MD5',
      '5eb63bbbe01eeed093cb22bb8f5acdc3',
    ],
    ['XCRC', { algorithm: 'crc32' }, '250 D4A1185', 'CRC32', '0d4a1185'],
    ['XCRC', { algorithm: 'CRC32' }, '213 "0D4A1185"', 'CRC32', '0d4a1185'],
  ] as const)('%s %j: %s', async (verb, options, answer, algorithm, value) => {
    expect(await converse(ask('a', options, old), `C: ${verb} a\n      S: ${answer}`)).toEqual({ algorithm, value })
  })

  test.each([
    ['XMD5', '250 Done'],
    ['XMD5', '250 5EB63BBBE01EEED093CB22BB8F5ACD'],
    ['XCRC', '250 done'],
    ['XCRC', `250 ${'a'.repeat(7000)}z`],
  ])('%s: %.20s is no digest', async (verb, answer) => {
    const got = ask('a', {}, new Capabilities([[verb, []]]))
    await expect(converse(got, `C: ${verb} a\nS: ${answer}`)).rejects.toThrow(ProtocolError)
  })

  test('a path with blanks is in quotes, or it would end at the first', async () => {
    const transcript = 'C: XMD5 "a b.txt"\nS: 250 5EB63BBBE01EEED093CB22BB8F5ACDC3'
    expect(await converse(ask('a b.txt', { algorithm: 'MD5' }, old), transcript)).toMatchObject({ algorithm: 'MD5' })
  })

  test('draft-twine-ftpmd5: MD5 says the path, too, and takes it as it is', async () => {
    const transcript = 'C: MD5 a b.txt\nS: 251 a b.txt 5EB63BBBE01EEED093CB22BB8F5ACDC3'
    const got = ask('a b.txt', {}, new Capabilities([['MD5', []]]))
    expect(await converse(got, transcript)).toEqual({ algorithm: 'MD5', value: '5eb63bbbe01eeed093cb22bb8f5acdc3' })
  })
})

test('what the server has not is refused in the words of a server', () => {
  expect(() => ask('a', { algorithm: 'BLAKE2' })).toThrow(
    'HASH a: 504 the server has no digest BLAKE2; it has CRC32, MD5, SHA-1, SHA-256, SHA-512',
  )
  expect(() => ask('a', { range: [0, 1] }, old)).toThrow('no digest of a part; it has none')
  expect(() => ask('a', {}, new Capabilities())).toThrow(ReplyError)
})
