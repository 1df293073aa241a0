import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { missing } from '../../src/installed.ts'
import type { Running } from '../../src/launcher.ts'
import { curl } from '../servers/curl.ts'

/** Runs curl against one of our own servers, trusting its authority. */
export type Curl = (server: { readonly ca: string }, ...args: (string | Buffer)[]) => ReturnType<typeof curl>

/** `describe` with curl: skipped by name where it is not installed, a failure there with LINEWIRE_E2E=require. */
export const describeCurl = (title: string, tests: (run: Curl) => void): void => {
  describe(title, () => {
    const reason = missing('curl')
    if (reason !== undefined) return absent(reason)
    let folder = ''
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'linewire-in-process-'))
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    tests((server, ...args) => {
      const caFile = join(folder, 'ca.pem')
      writeFileSync(caFile, server.ca)
      // curl() reads nothing of a server but the file of its authority
      return curl({ caFile } as Running<string>, ...args)
    })
  })
}

const absent = (reason: string): void => {
  const fail = (): void => {
    throw new Error(`LINEWIRE_E2E=require, but ${reason}`)
  }
  if (process.env['LINEWIRE_E2E'] === 'require') test('is installed', fail)
  else test.skip(reason, fail)
}
