import { ConnectionError } from '@linewire/ftp'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { connect, type Server } from './connecting.ts'

function suite(server: Server): void {
  test('an idle session ends with a 421, whose text is the reason', async () => {
    await using ftp = await connect(server, 'none')
    while (!ftp.closed) await new Promise((resolve) => setTimeout(resolve, 50))
    const late = ftp.pwd()
    await expect(late).rejects.toBeInstanceOf(ConnectionError)
    await expect(late).rejects.toThrow(/421/)
  })

  test('over TLS neither server says why', async () => {
    await using ftp = await connect(server, 'starttls')
    while (!ftp.closed) await new Promise((resolve) => setTimeout(resolve, 50))
    await expect(ftp.pwd()).rejects.toBeInstanceOf(ConnectionError)
  })

  test('NOOP keeps it', async () => {
    await using kept = await connect(server, 'none', { keepAlive: { noop: 200 } })
    await using other = await connect(server, 'none')
    while (!other.closed) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await kept.pwd()).toBe('/')
  })
}

describeServer('vsftpd', 'that waits for three seconds', suite, { idleTimeout: 3 })
describeServer('proftpd', 'that waits for three seconds', suite, { idleTimeout: 3 })
