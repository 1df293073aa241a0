import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { FtpClient, TransferError } from '@linewire/ftp'
import { ReplyError } from '@linewire/wire'
import { exit, Failure } from './failure.ts'
import { leaveOn, locate, locationOptions, locationUsage } from './location.ts'
import { program, type Run } from './program.ts'
import { safeFileName } from './safe-file-name.ts'
import { octetsInWords } from './words.ts'

const usage = `
Downloads a file by FTP.

  ftp-download [options] ftp://[user@]host[:port]/directory/file [local file or folder]

Without a user the login is anonymous. The password is the URL's, or that of LINEWIRE_PASSWORD.
${locationUsage}
`

/** What only this program can meet. */
export const ftpExit = { noDirectory: 20, noFile: 21 } as const

/** Connects, logs in, changes directory, downloads a file. When that fails, nothing is left of it on the disk. */
export const run: Run = (argv, io) =>
  program(argv, io, usage, async (terminal) => {
    const { out, signal } = terminal
    const { values, positionals } = parseArgs({ args: [...argv], options: locationOptions, allowPositionals: true })
    const [url, target = '.'] = positionals
    const where = await locate(url, values, terminal)
    const { directory, file } = split(where.path)
    const local = (await isFolder(target)) ? join(target, safeFileName(file)) : target

    await using ftp = await FtpClient.connect(where.to, where.options)
    leaveOn(signal, ftp)
    out(`logged in at ${where.to.host} as ${where.user ?? 'anonymous'}, ${ftp.secure ? 'over TLS' : 'in clear'}`)
    if (directory !== '') {
      await ftp.cwd(directory).catch(refusedWith({ 550: [ftpExit.noDirectory, `there is no directory ${directory}`] }))
      out(`in ${await ftp.pwd()}`)
    }
    const begun = performance.now()
    const octets = await ftp
      .download(file, local)
      .catch(broken)
      .catch(
        refusedWith({
          550: [ftpExit.noFile, `there is no file ${file} that you may read in ${directory || 'this directory'}`],
        }),
      )
    out(`${file} is in ${local}: ${octetsInWords(octets)} in ${Math.round(performance.now() - begun)} ms`)
  })

/** "a/b/c.txt" is the directory a/b and the file c.txt. RFC 1738 §3.2.2 */
function split(path: string): { directory: string; file: string } {
  const slash = path.lastIndexOf('/')
  const file = path.slice(slash + 1)
  if (file === '' || file === '.' || file === '..') throw new Failure(exit.usage, 'the URL names no file')
  // ftp://host//etc/motd: the first of its two slashes is the URL's own
  return { directory: slash === 0 ? '/' : path.slice(0, Math.max(slash, 0)), file }
}

/** What a refusal means here, by its code; the server's own words follow. */
function refusedWith(meanings: Readonly<Record<string, readonly [exit: number, sentence: string]>>) {
  return (error: unknown): never => {
    const meaning = error instanceof ReplyError ? meanings[error.code] : undefined
    if (meaning === undefined) throw error
    throw new Failure(meaning[0], `${meaning[1]} (${(error as ReplyError).text})`, { cause: error })
  }
}

/** A data connection that was not made, or broke. What else a server says behind the data is a refusal. */
function broken(error: unknown): never {
  if (!(error instanceof TransferError) || /^(?!42[56])[45]\d\d$/.test(error.code)) throw error
  throw new Failure(exit.connectionLost, `the transfer broke off: ${error.message}`, { cause: error })
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? path.endsWith('/')
}
