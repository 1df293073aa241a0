import type { Job } from '../harness.ts'
import { ftpDownload, ftpDownloadTls } from './ftp-download.ts'
import { ftpFirst } from './ftp-first.ts'
import { ftpList } from './ftp-list.ts'
import { ftpSmall } from './ftp-small.ts'
import { ftpUpload } from './ftp-upload.ts'
import { imapMetadata } from './imap-metadata.ts'
import { pop3Large } from './pop3-large.ts'
import { pop3Retrieve } from './pop3-retrieve.ts'
import { start } from './start.ts'
import { traceCost } from './trace-cost.ts'

/** Every benchmark by the name that the command line takes. */
export const benches: Readonly<Record<string, readonly Job[]>> = {
  'pop3-retrieve': pop3Retrieve,
  'pop3-large': pop3Large,
  'imap-metadata': imapMetadata,
  start,
  'trace-cost': traceCost,
  'ftp-list': ftpList,
  'ftp-download': ftpDownload,
  'ftp-download-tls': ftpDownloadTls,
  'ftp-upload': ftpUpload,
  'ftp-small': ftpSmall,
  'ftp-first': ftpFirst,
}
