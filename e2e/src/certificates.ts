import { generate } from 'selfsigned'

/** A certificate and its private key, both PEM. */
export interface Credentials {
  readonly cert: string
  readonly key: string
}

/** What a server may present: the right certificate, or one that a client has to refuse. */
export type CertificateName = 'server' | 'expired' | 'wrongHost' | 'selfSigned'

export interface Certificates extends Record<CertificateName, Credentials> {
  /** The authority that signed `server`, `expired`, `wrongHost` and `client`, PEM. */
  readonly ca: string
  /** alice@lab.test, for client authentication. */
  readonly client: Credentials
}

type Options = NonNullable<Parameters<typeof generate>[1]>
type Extension = NonNullable<Options['extensions']>[number]

const DAY = 86_400_000
/** Every name that a test may dial loopback by. */
const LOCALHOST: Extension = {
  name: 'subjectAltName',
  altNames: [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
    { type: 7, ip: '::1' },
  ],
}
const OTHER_HOST: Extension = { name: 'subjectAltName', altNames: [{ type: 2, value: 'other.test' }] }
const ALICE: Extension = { name: 'subjectAltName', altNames: [{ type: 1, value: 'alice@lab.test' }] }

/** Makes all of them. RSA, since ProFTPD and vsftpd are configured by key type and RSA is what both take. */
const make = async (): Promise<Certificates> => {
  const valid = { notBeforeDate: new Date(Date.now() - DAY), notAfterDate: new Date(Date.now() + 30 * DAY) }
  const lapsed = { notBeforeDate: new Date(Date.now() - 30 * DAY), notAfterDate: new Date(Date.now() - DAY) }
  const rsa: Options = { algorithm: 'sha256', keyType: 'rsa', keySize: 2048 }
  const authority = await generate([{ name: 'commonName', value: 'linewire test authority' }], {
    ...rsa,
    ...valid,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const ca = { key: authority.private, cert: authority.cert }
  const leaf = async (
    name: string,
    alternative: Extension,
    options: Options,
  ): Promise<Credentials & { pair: KeyPair }> => {
    const made = await generate([{ name: 'commonName', value: name }], {
      ...rsa,
      ...options,
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
        { name: 'extKeyUsage', serverAuth: alternative !== ALICE, clientAuth: alternative === ALICE },
        alternative,
      ],
    })
    return { cert: made.cert, key: made.private, pair: { privateKey: made.private, publicKey: made.public } }
  }
  const { pair, ...server } = await leaf('localhost', LOCALHOST, { ...valid, ca })
  // one key for all the leaves: making keys is the only slow part
  const sameKey = async (name: string, alternative: Extension, options: Options): Promise<Credentials> => {
    const { cert, key } = await leaf(name, alternative, { ...options, keyPair: pair })
    return { cert, key }
  }
  return {
    ca: ca.cert,
    server,
    expired: await sameKey('localhost', LOCALHOST, { ...lapsed, ca }),
    wrongHost: await sameKey('other.test', OTHER_HOST, { ...valid, ca }),
    selfSigned: await sameKey('localhost', LOCALHOST, valid),
    client: await sameKey('alice', ALICE, { ...valid, ca }),
  }
}

type KeyPair = NonNullable<Options['keyPair']>

let made: Promise<Certificates> | undefined

/** The certificates of this process, made when first asked for: nothing of them is in the repository. */
export const certificates = (): Promise<Certificates> => (made ??= make())
