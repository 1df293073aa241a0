import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { accepts } from '../../src/ports.ts'
import { RawClient } from './raw-client.ts'

const servers = [
  ['dovecot', 'imap'],
  ['mail', 'smtp'],
  ['vsftpd', 'ftp'],
  ['proftpd', 'ftp'],
  ['inn', 'nntp'],
] as const

for (const [name, port] of servers) {
  describeServer(name, 'stops', (server) => {
    test('with a session open, and leaves nothing behind', async () => {
      const { host, caFile } = server
      const ports: Record<string, number> = server.ports
      await using session = await RawClient.open({ host, port: ports[port] ?? 0 })
      await session.line()
      await server.stop()
      await expect(session.line()).rejects.toThrow('hung up')
      for (const each of Object.values(ports)) expect(await accepts(host, each)).toBe(false)
      expect(existsSync(dirname(caFile))).toBe(false)
      expect(readdirSync('/etc/pam.d').filter((file) => file.startsWith(`linewire-vsftpd-${process.pid}-`))).toEqual([])
      expect(server.log()).not.toBe('')
    })
  })
}
