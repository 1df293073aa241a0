import { generate } from 'selfsigned'

/** PEM texts: the server's private key, its certificate, and the authority a client has to trust. */
export interface Certificate {
  key: string
  cert: string
  ca: string
}

let made: Promise<Certificate> | undefined

/**
 * A certificate for localhost, 127.0.0.1 and ::1, signed by a throw-away authority. Made at run time and once per
 * process, so that no key is ever in the repository. The authority's own key is forgotten at once.
 */
export function certificate(): Promise<Certificate> {
  made ??= make()
  return made
}

async function make(): Promise<Certificate> {
  // elliptic curve keys: 25 ms for both, where RSA takes a second
  const keys = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const
  const authority = await generate([{ name: 'commonName', value: 'linewire throw-away authority' }], {
    ...keys,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...keys,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { key: server.private, cert: server.cert, ca: authority.cert }
}
