import { expect, test } from 'vitest'
import type { CertificateName } from '../../src/certificates.ts'
import { describeServer } from '../../src/describe-server.ts'
import { curl } from './curl.ts'

const bad: [CertificateName, RegExp][] = [
  ['expired', /certificate has expired/],
  ['wrongHost', /no alternative certificate subject name matches/],
  ['selfSigned', /self-signed certificate/],
]

for (const [certificate, complaint] of bad) {
  describeServer(
    'dovecot',
    `can present a bad certificate: ${certificate}`,
    (dovecot) => {
      test('which curl refuses', async () => {
        const outcome = await curl(dovecot, '-u', 'alice:wonderland', `imaps://localhost:${dovecot.ports.imaps}/`)
        expect(outcome.code).toBe(60)
        expect(outcome.trace).toMatch(complaint)
      })
    },
    { certificate, with: ['curl'] },
  )
}
