import { FtpClient, type FtpOptions } from '@linewire/ftp'
import type { ProFtpd } from '../../src/proftpd.ts'
import { users } from '../../src/users.ts'
import type { Vsftpd } from '../../src/vsftpd.ts'

export type Server = Vsftpd | ProFtpd
export type Security = 'none' | 'starttls' | 'implicit'

/** As alice, by whichever way. */
export function connect(server: Server, tls: Security, options: Partial<FtpOptions> = {}): Promise<FtpClient> {
  return FtpClient.connect({
    host: '127.0.0.1',
    port: tls === 'implicit' ? server.ports.ftps : server.ports.ftp,
    tls,
    auth: { user: 'alice', password: users.alice.password },
    tlsOptions: { ca: server.certificates.ca },
    ...options,
  })
}

export const text = async (client: FtpClient, path: string): Promise<string> => (await client.get(path)).text()
