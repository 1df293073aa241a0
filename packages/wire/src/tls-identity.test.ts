import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { tlsOptions } from './tls.ts'

test('a certificate for an address of IPv6 fits it, also on Node 22.23, which takes the address for a name', async () => {
  const peer = new X509Certificate((await certificate()).cert).toLegacyObject()
  const check = (host: string): Error | undefined => tlsOptions(host).checkServerIdentity!(host, peer)
  expect(check('::1')).toBeUndefined()
  expect(check('0:0:0:0:0:0:0:1')).toBeUndefined()
  expect(check('::2')).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

test('a name goes out as SNI, an address does not; what is asked for by name stays', () => {
  expect(tlsOptions('mail.example')).toMatchObject({ host: 'mail.example', servername: 'mail.example' })
  expect(tlsOptions('127.0.0.1')).not.toHaveProperty('servername')
  const own = (): undefined => undefined
  expect(tlsOptions('::1', { checkServerIdentity: own }).checkServerIdentity).toBe(own)
})
