import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { dial } from './connect.ts'
import { describeTls, isTlsFailure, isUntrusted } from './tls-reasons.ts'

test.each([
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is not for h: connect by a name that it carries (words)'],
  ['CERT_HAS_EXPIRED', 'the certificate of h has expired'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'pass its CA as tlsOptions.ca, or pin it by tlsOptions.fingerprint (words)'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'h does not speak TLS here (words)'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'h wants a certificate from us: pass tlsOptions.cert and key'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'it may want a certificate from us'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'h does not take our certificate (tlsOptions.cert): words'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'h does not take our certificate'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'h does not take our certificate'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'h has no version of TLS in common with us'],
  ['ECONNRESET', 'the TLS handshake with h failed: words'],
])('%s', (code, sentence) => {
  expect(describeTls(code, 'words', 'h')).toContain(sentence)
})

test('a port for STARTTLS is told from one for TLS only where that is the question', () => {
  expect(describeTls('EPROTO', 'x', 'h', 'implicit')).toContain("use tls: 'starttls'")
  expect(describeTls('EPROTO', 'x', 'h', 'starttls')).not.toContain("use tls: 'starttls'")
})

test('what OpenSSL says, and what it finds of a certificate', () => {
  expect([isUntrusted('DEPTH_ZERO_SELF_SIGNED_CERT'), isUntrusted('CERT_HAS_EXPIRED')]).toEqual([true, false])
  expect(isTlsFailure(Object.assign(new Error(), { code: 'ERR_SSL_BAD_RECORD_TYPE' }))).toBe(true)
  expect([isTlsFailure(Object.assign(new Error(), { code: 'ECONNRESET' })), isTlsFailure(undefined)]).toEqual([
    false,
    false,
  ])
})

test('a server that has old versions of TLS alone is explained', async () => {
  const ciphers = 'DEFAULT:@SECLEVEL=0'
  const server = createServer({ ...(await certificate()), minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const dialling = dial({ host: 'localhost', port, tls: 'implicit' })
  await expect(dialling).rejects.toThrow('localhost has no version of TLS in common with us, who want 1.2 at least')
  server.close()
})
