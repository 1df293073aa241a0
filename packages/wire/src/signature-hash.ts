import { element } from './der.ts'

/** The hash in a signature algorithm, by the octets of its object identifier. RFC 3279 §2.2, 4055, 5754 §3, 5758 §3.2 */
const hashOf: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'md5', // md5WithRSAEncryption
  '2a864886f70d010105': 'sha1', // sha1WithRSAEncryption
  '2a864886f70d01010e': 'sha224', // sha224WithRSAEncryption
  '2a864886f70d01010b': 'sha256', // sha256WithRSAEncryption
  '2a864886f70d01010c': 'sha384', // sha384WithRSAEncryption
  '2a864886f70d01010d': 'sha512', // sha512WithRSAEncryption
  '2a8648ce3d0401': 'sha1', // ecdsa-with-SHA1
  '2a8648ce3d040301': 'sha224', // ecdsa-with-SHA224
  '2a8648ce3d040302': 'sha256', // ecdsa-with-SHA256
  '2a8648ce3d040303': 'sha384', // ecdsa-with-SHA384
  '2a8648ce3d040304': 'sha512', // ecdsa-with-SHA512
  // by themselves, as RSASSA-PSS names them
  '2b0e03021a': 'sha1',
  '608648016503040204': 'sha224',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
}

const rsassaPss = '2a864886f70d01010a'
const [identifier, sequence, firstField] = [0x06, 0x30, 0xa0]

/**
 * The hash function that a certificate is signed with, by Node's name: read from the DER, for Node 20 does not tell.
 * Undefined where there is none (Ed25519), for one that is not known here, and for what is no certificate.
 *
 *     Certificate ::= SEQUENCE { tbsCertificate SEQUENCE, signatureAlgorithm SEQUENCE { OID, parameters }, … }    RFC 5280 §4.1
 */
export function signatureHash(certificate: Uint8Array): string | undefined {
  const outer = element(certificate, sequence)
  const signed = outer && element(outer.content, sequence)
  const algorithm = signed && element(signed.rest, sequence)
  const name = algorithm && element(algorithm.content, identifier)
  if (!name) return undefined
  const oid = hex(name.content)
  return oid === rsassaPss ? pssHash(name.rest) : hashOf[oid]
}

/** RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] SEQUENCE { OID, … } DEFAULT sha1, … }. RFC 4055 §3.1 */
function pssHash(octets: Uint8Array): string | undefined {
  const parameters = element(octets, sequence)
  if (!parameters) return undefined
  const field = element(parameters.content, firstField)
  if (!field) return 'sha1'
  const algorithm = element(field.content, sequence)
  const name = algorithm && element(algorithm.content, identifier)
  return name && hashOf[hex(name.content)]
}

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')
