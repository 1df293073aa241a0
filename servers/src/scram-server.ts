import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import type { Exchange, Outcome } from './sasl-server.ts'

const ITERATIONS = 4096

/**
 * SCRAM: a client that could bind ('y') is welcome where there is nothing to be bound to, one that insists ('p=') is
 * `bound`, which is the -PLUS form. RFC 5802 §3, §5 and §6, RFC 7677
 */
export async function scram(hash: 'sha1' | 'sha256' | 'sha512', exchange: Exchange, bound = false): Promise<Outcome> {
  const { accounts, ask, nonce, channelBinding } = exchange
  const first = (exchange.initial ?? (await ask(Buffer.alloc(0))))?.toString()
  if (first === undefined) return 'cancelled'
  const [, header, flag, type, bare, name, clientNonce] =
    /^(([ny]|p=([A-Za-z0-9.-]+)),(?:a=[^,]*)?,)(n=([^,]*),r=([^,]+)(?:,.*)?)$/.exec(first) ?? []
  if (!header || !bare || !name || !clientNonce) return 'malformed'
  if (bound !== (type !== undefined)) return 'malformed'
  // "y": somebody has taken the -PLUS form out of our list
  if (flag === 'y' && channelBinding) return 'refused'
  const octets = type === undefined ? Buffer.alloc(0) : channelBinding?.(type)
  if (!octets) return 'refused'
  const user = name.replaceAll('=2C', ',').replaceAll('=3D', '=')
  // an unknown user is played to the end, so that nobody learns who exists
  const account = Object.hasOwn(accounts, user) ? accounts[user] : undefined

  const [both, salt] = [clientNonce + nonce(), Buffer.from(nonce(), 'base64')]
  const challenge = `r=${both},s=${salt.toString('base64')},i=${ITERATIONS}`
  const final = (await ask(Buffer.from(challenge)))?.toString()
  if (final === undefined) return 'cancelled'
  const [, unproved, binding, echoed, proof] = /^(c=([^,]+),r=([^,]+)(?:,.*)?),p=([^,]+)$/.exec(final) ?? []
  if (!unproved || !proof || echoed !== both) return 'malformed'
  if (binding !== Buffer.concat([Buffer.from(header), octets]).toString('base64'))
    return bound ? 'refused' : 'malformed'

  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest()
  const digest = (octets: Buffer): Buffer => createHash(hash).update(octets).digest()
  const size = digest(salt).length
  const salted = pbkdf2Sync(account?.password.normalize('NFKC') ?? '', salt, ITERATIONS, size, hash)
  const conversation = `${bare},${challenge},${unproved}`
  const storedKey = digest(hmac(salted, 'Client Key'))
  const signature = hmac(storedKey, conversation)
  const proved = Buffer.from(proof, 'base64')
  if (proved.length !== size) return 'malformed'
  const key = Buffer.from(proved.map((octet, at) => octet ^ (signature[at] ?? 0)))
  if (!account || !timingSafeEqual(digest(key), storedKey)) return 'refused'
  return { user, data: Buffer.from(`v=${hmac(hmac(salted, 'Server Key'), conversation).toString('base64')}`) }
}
