import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { ftpSuite } from './ftp-suite.ts'

describeServer('vsftpd', 'answers curl', ftpSuite, { with: ['curl'] })

const place = mkdtempSync('/tmp/linewire-place-')
// its own users have to get through
chmodSync(place, 0o755)
afterAll(() => rmSync(place, { recursive: true }))

describeServer(
  'vsftpd',
  'lives where it is told',
  (server) => {
    test('and leaves nothing there', async () => {
      const [folder, ...others] = readdirSync(place)
      expect(others).toEqual([])
      expect(server.home('alice')).toBe(join(place, folder ?? '', 'home', 'alice'))
      await server.stop()
      expect(readdirSync(place)).toEqual([])
    })
  },
  { place },
)
