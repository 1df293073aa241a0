import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { guardScript } from '../src/guard.ts'

describe('the guard behind every server', () => {
  let folder: string
  let server: ChildProcess
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linewire guard-'))
    server = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
  })
  afterEach(() => {
    server.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const guard = async (lastWord: string): Promise<void> => {
    const shell = spawn('/bin/sh', ['-c', guardScript, 'guard'], { stdio: ['pipe', 'ignore', 'ignore'] })
    shell.stdin.end(`group ${server.pid}\nremove ${folder}\n${lastWord}`)
    await once(shell, 'exit')
  }

  test('ends process groups and removes files when the tests have died', async () => {
    const exit = once(server, 'exit')
    await guard('')
    expect(await exit).toEqual([null, 'SIGKILL'])
    expect(existsSync(folder)).toBe(false)
  })

  test('does nothing when all was stopped in order', async () => {
    await guard('done\n')
    expect(server.kill(0)).toBe(true)
    expect(existsSync(folder)).toBe(true)
  })
})
