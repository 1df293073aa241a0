import { createHash } from 'node:crypto'
import { type CallOptions, pieces, WireError } from '@linewire/wire'
import type { FtpClient } from '../client.ts'
import { failed, TransferError } from '../transfer-error.ts'

/** `size`: as many octets on both sides. `hash`: the same octets, by the server's HASH, XCRC, XMD5 … */
export type Verify = 'size' | 'hash'

type WhatIsChecked = [client: FtpClient, remote: string, local: { path: string; octets: number }, options: CallOptions]

/**
 * Whether the server has what we have.
 * @throws {TransferError} `ERR_VERIFY` when it has not
 */
export async function check(how: Verify, ...[client, remote, local, options]: WhatIsChecked): Promise<void> {
  if (how === 'size') compareSizes(remote, local.octets, await client.size(remote, options))
  else if (!(await sameHash(client, remote, local.path, options)))
    throw differs(remote, 'its hash is another one there')
}

/** Whether the server has what we have, as far as that is to be looked at. */
export async function holds(how: Verify | undefined, ...what: WhatIsChecked): Promise<boolean> {
  try {
    if (how) await check(how, ...what)
    return true
  } catch (error) {
    if (error instanceof TransferError && error.code === 'ERR_VERIFY') return false
    throw error
  }
}

/** @throws {TransferError} `ERR_VERIFY` when they differ */
export function compareSizes(remote: string, here: number, there: number): void {
  if (here !== there) throw differs(remote, `${here} octets are here, ${there} there`)
}

/** Whether a file of the server's and a local one have the same octets, by whatever hash the server knows. */
export async function sameHash(
  client: FtpClient,
  remote: string,
  local: string,
  options: CallOptions,
): Promise<boolean> {
  const { algorithm, value } = await client.hash(remote, options)
  return plain(value) === plain(await digest(local, algorithm))
}

/** The hash of a local file, in hexadecimal. @throws {WireError} when it is one that this program cannot make */
export async function digest(path: string, algorithm: string): Promise<string> {
  if (/^crc-?32$/i.test(algorithm)) {
    const { crc32 } = await import('node:zlib')
    let crc = 0
    for await (const piece of pieces({ path })) crc = crc32(piece, crc)
    return crc.toString(16)
  }
  const hash = hasher(algorithm)
  for await (const piece of pieces({ path })) hash.update(piece)
  return hash.digest('hex')
}

function hasher(algorithm: string): ReturnType<typeof createHash> {
  try {
    // "SHA-256" and "SHA-1" are "sha256" and "sha1" to OpenSSL
    return createHash(algorithm.toLowerCase().replace(/^sha-/, 'sha'))
  } catch (cause) {
    throw new WireError(`no hash is called ${algorithm} here`, 'ERR_HASH', { cause })
  }
}

/** Servers differ in capitals, and some leave the zeros of a CRC out. */
const plain = (value: string): string => value.toLowerCase().replace(/^0+(?=.)/, '')

const differs = (remote: string, how: string): Error => failed(remote, how, undefined, 'ERR_VERIFY')
