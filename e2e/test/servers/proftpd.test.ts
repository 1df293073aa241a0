import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { curl } from './curl.ts'
import { ftpSuite } from './ftp-suite.ts'

describeServer(
  'proftpd',
  'answers curl',
  (proftpd) => {
    ftpSuite(proftpd)

    test('a port of its own takes any TLS session for data, and nothing in clear', async () => {
      const url = `ftp://localhost:${proftpd.ports.noReuse}/`
      const alice = ['-u', 'alice:wonderland']
      expect((await curl(proftpd, ...alice, '--ssl-reqd', '--no-sessionid', url)).code).toBe(0)
      expect((await curl(proftpd, ...alice, url)).trace).toContain('< 550 SSL/TLS required')
    })
  },
  { with: ['curl'] },
)
