import { type CallOptions, ReplyError } from '@linewire/wire'
import type { FtpClient } from './client.ts'
import { mdtmSet } from './commands/mdtm.ts'
import { mfmt } from './commands/mfmt.ts'
import { utime } from './commands/utime.ts'

/**
 * The ways to set a time, those first that the server has named: MFMT is one for sure; MDTM says only that it can tell
 * times (vsftpd sets them by it too).
 */
export async function setModified(client: FtpClient, path: string, date: Date, options?: CallOptions): Promise<void> {
  const { capabilities } = client
  const ways = [
    ...(capabilities.has('MFMT') ? [mfmt] : []),
    ...(capabilities.has('MDTM') && !capabilities.has('MFMT') ? [mdtmSet] : []),
    ...(capabilities.has('SITE', 'UTIME') ? [utime] : []),
  ]
  let refusal: unknown
  for (const way of ways.length > 0 ? ways : [mfmt, utime]) {
    try {
      return await client.run(way(path, date), options)
    } catch (error) {
      if (!(error instanceof ReplyError) || error.transient) throw error
      refusal ??= error
    }
  }
  throw refusal
}
