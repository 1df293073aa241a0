import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Running } from '../../src/launcher.ts'

/** What curl printed, and how it ended: 0 when all went well, 67 when the login was refused. */
interface Outcome {
  readonly code: number
  readonly out: string
  readonly trace: string
}

/** Drives a server with an independent client. A Buffer among the arguments is what curl uploads. */
export const curl = async (server: Running<string>, ...args: (string | Buffer)[]): Promise<Outcome> => {
  // a file, since IMAP's APPEND wants to know the size first
  const folder = await mkdtemp(join(tmpdir(), 'linewire-curl-'))
  const file = join(folder, 'upload')
  try {
    const words: string[] = ['--silent', '--verbose', '--max-time', '20', '--cacert', server.caFile]
    for (const arg of args) {
      if (typeof arg === 'string') words.push(arg)
      else {
        await writeFile(file, arg)
        words.push('--upload-file', file)
      }
    }
    const { stdout, stderr } = await promisify(execFile)('curl', words)
    return { code: 0, out: stdout, trace: stderr }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code: unknown; stdout?: string; stderr?: string }
    return { code: Number(code), out: stdout, trace: stderr }
  } finally {
    await rm(folder, { recursive: true })
  }
}
