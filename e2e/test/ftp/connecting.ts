import type { FtpClient, FtpOptions } from '@linewire/ftp'
import { connect as anywhere, type Security, type Server } from './room.ts'

export type { Security, Server }

/** As alice, over IPv4, by whichever way. */
export const connect = (server: Server, tls: Security, options: Partial<FtpOptions> = {}): Promise<FtpClient> =>
  anywhere(server, tls, { host: '127.0.0.1', ...options })

export const text = async (client: FtpClient, path: string): Promise<string> => (await client.get(path)).text()
