import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Run } from '../src/program.ts'

export interface Played {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Settings {
  env?: Record<string, string>
  signal?: AbortSignal
}

/** A temporary folder, and programs whose terminal is remembered. Disposing removes the folder. */
export class Stage implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'linewire-stage-'))

  /** What lies in the folder, but for the authorities. */
  get files(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'ca.pem')
  }

  /** A file with the authority of this server. */
  trust({ ca }: { readonly ca: string }): string {
    const file = join(this.folder, 'ca.pem')
    writeFileSync(file, ca)
    return file
  }

  async play(run: Run, argv: readonly string[], { env = {}, signal }: Settings = {}): Promise<Played> {
    const out: string[] = []
    const err: string[] = []
    const code = await run(argv, {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env,
      ...(signal ? { signal } : {}),
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Which reply of a connection answers this command, as the faults of our servers count them: 0 is the greeting. */
export function replyTo(verb: string, transcript: readonly string[]): number {
  const commands = transcript.filter((line) => line.startsWith('C: '))
  return commands.findIndex((line) => line.includes(verb)) + 1
}
