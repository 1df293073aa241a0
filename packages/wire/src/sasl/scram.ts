import type { ChannelBinding } from './binding.ts'
import { authorizationId, passwordOf, userName } from './credential.ts'
import { type Password, SaslError, type SaslMechanism } from './mechanism.ts'
import { saslname } from './saslname.ts'
import { saslprep } from './saslprep.ts'
import { parseServerFinal, parseServerFirst, serverError } from './scram-message.ts'

/** RFC 5802 (SHA-1), RFC 7677 (SHA-256), draft-melnikov-scram-sha-512. */
export type ScramHash = 'SHA-1' | 'SHA-256' | 'SHA-512'

/** Who proves to know which password. */
export interface ScramOptions {
  user: string
  password: Password
  /** The name to act as, when it is not the user's own. */
  authzid?: string | undefined
  /**
   * What ties the exchange to its TLS connection, which makes it the -PLUS form: a server that speaks over another one is
   * an impostor. `not-offered`: there would be one, but the server has no -PLUS form; it is told so, and if it has one
   * after all, somebody took it out of its list. RFC 5802 §6
   */
  channelBinding?: ChannelBinding | 'not-offered' | undefined
  /** Printable ASCII without a comma, never used twice. Random unless given; the RFCs' examples need theirs. */
  nonce?: string | undefined
}

type Crypto = typeof import('node:crypto')

const digests = {
  'SHA-1': { name: 'sha1', octets: 20 },
  'SHA-256': { name: 'sha256', octets: 32 },
  'SHA-512': { name: 'sha512', octets: 64 },
}

/**
 *     ─── client-first: n,,n=user,r=ours ─────────►
 *     ◄── server-first: r=oursTHEIRS,s=salt,i=n ───
 *     ─── client-final: c=biws,r=…,p=proof ───────►
 *     ◄── server-final: v=signature ───────────────    as a last challenge, or with the success
 */
class Scram implements SaslMechanism {
  readonly name: string
  status: string | undefined
  readonly #hash: (typeof digests)[ScramHash]
  readonly #options: ScramOptions
  #awaiting: 'nothing' | 'server-first' | 'server-final' | 'success' = 'nothing'
  #gs2Header = ''
  #clientNonce = ''
  #clientFirstBare = ''
  #isServerSignature: (signature: Buffer) => boolean = () => false

  constructor(hash: ScramHash, options: ScramOptions) {
    this.name = `SCRAM-${hash}${typeof options.channelBinding === 'object' ? '-PLUS' : ''}`
    this.#hash = digests[hash]
    this.#options = options
  }

  async initial(): Promise<Uint8Array> {
    const { user, authzid, nonce } = this.#options
    const name = userName(saslprep(userName(user), 'user name'))
    const other = authorizationId(authzid)
    const { randomBytes } = await import('node:crypto')
    this.status = undefined
    this.#gs2Header = `${bindingFlag(this.#options)},${other === '' ? '' : `a=${saslname(other)}`},`
    this.#clientNonce = nonce ?? randomBytes(18).toString('base64')
    this.#clientFirstBare = `n=${saslname(name)},r=${this.#clientNonce}`
    this.#awaiting = 'server-first'
    return Buffer.from(this.#gs2Header + this.#clientFirstBare)
  }

  async next(challenge: Uint8Array): Promise<Uint8Array> {
    const awaited = this.#awaiting
    this.#awaiting = 'nothing'
    if (awaited === 'server-first') return this.#prove(challenge)
    if (awaited !== 'server-final') throw this.#error('the server sent a challenge where the mechanism has none')
    this.#verify(challenge)
    return new Uint8Array()
  }

  finish(data?: Uint8Array): void {
    const awaited = this.#awaiting
    this.#awaiting = 'nothing'
    if (awaited === 'success') return
    if (awaited !== 'server-final' || !data?.length) {
      throw this.#error('the server reported success without proving that it knows the password; it may be an impostor')
    }
    this.#verify(data)
    this.#awaiting = 'nothing'
  }

  /** RFC 5802 §3 */
  async #prove(serverFirst: Uint8Array): Promise<Uint8Array> {
    const { nonce, salt, iterations } = this.#read(serverFirst, (text) => parseServerFirst(text, this.#clientNonce))
    const password = saslprep(await passwordOf(this.#options.password), 'password')
    const crypto = await import('node:crypto')
    const hmac = (key: Uint8Array, data: Uint8Array | string) =>
      crypto.createHmac(this.#hash.name, key).update(data).digest()

    const { channelBinding: bound } = this.#options
    const binding = Buffer.concat([
      Buffer.from(this.#gs2Header),
      typeof bound === 'object' ? bound.data : Buffer.alloc(0),
    ])
    const withoutProof = `c=${binding.toString('base64')},r=${nonce}`
    const authMessage = Buffer.concat([
      Buffer.from(`${this.#clientFirstBare},`),
      serverFirst,
      Buffer.from(`,${withoutProof}`),
    ])
    const saltedPassword = await this.#stretch(crypto, password, salt, iterations)
    const clientKey = hmac(saltedPassword, 'Client Key')
    const storedKey = crypto.createHash(this.#hash.name).update(clientKey).digest()
    const clientSignature = hmac(storedKey, authMessage)
    const proof = clientKey.map((octet, i) => octet ^ (clientSignature[i] ?? 0))
    const expected = hmac(hmac(saltedPassword, 'Server Key'), authMessage)
    this.#isServerSignature = (signature) =>
      signature.length === expected.length && crypto.timingSafeEqual(signature, expected)
    this.#awaiting = 'server-final'
    return Buffer.from(`${withoutProof},p=${Buffer.from(proof).toString('base64')}`)
  }

  #verify(serverFinal: Uint8Array): void {
    if (!this.#isServerSignature(this.#read(serverFinal, parseServerFinal))) {
      throw this.#error('the server does not know the password; it may be an impostor', true)
    }
    this.#awaiting = 'success'
  }

  /** Hi(), off the event loop: up to seconds of work. */
  #stretch(crypto: Crypto, password: string, salt: Buffer, iterations: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      crypto.pbkdf2(password, salt, iterations, this.#hash.octets, this.#hash.name, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    })
  }

  #read<T>(message: Uint8Array, parse: (text: string) => T): T {
    const text = Buffer.from(message).toString()
    this.status = serverError(text)
    if (this.status !== undefined) throw this.#error(`the server refused: ${this.status}`)
    try {
      return parse(text)
    } catch (error) {
      throw error instanceof SaslError ? this.#error(error.message) : error
    }
  }

  #error(reason: string, impostor = false): SaslError {
    return new SaslError(`${this.name}: ${reason}`, impostor)
  }
}

/** gs2-cbind-flag = ("p=" cb-name) / "n" / "y": bound, not possible here, not offered there. RFC 5802 §7 */
function bindingFlag({ channelBinding }: ScramOptions): string {
  if (channelBinding === undefined) return 'n'
  return channelBinding === 'not-offered' ? 'y' : `p=${channelBinding.type}`
}

/**
 * Both sides prove that they know the password, and neither sends it. RFC 5802
 *
 * A message that breaks the rules, more than 10,000,000 iterations, an extension that is mandatory, an `e=` of the server's
 * (kept in `status`) and a server that cannot prove itself are SaslErrors.
 */
export const scram = (hash: ScramHash, options: ScramOptions): SaslMechanism => new Scram(hash, options)
