import { afterEach, expect, test, vi } from 'vitest'
import { demo } from '../src/demo.ts'
import { Stage } from './stage.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

test('the demo runs the four programs and ends in a table, without colours, without a file', async () => {
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
  using stage = new Stage()
  vi.stubEnv('TMPDIR', stage.folder)
  vi.stubEnv('NO_COLOR', '1')
  await demo()
  const text = lines.join('\n')
  expect(errors).not.toHaveBeenCalled()
  for (const name of ['ftp-download', 'nntp-last-article', 'mail-round-trip', 'imap-inbox']) {
    expect(text).toContain(`\n${name}\n`)
  }
  for (const protocol of ['FTP', 'NNTP', 'SMTP', 'POP3', 'IMAP']) {
    const found = lines.find((line) => line.startsWith(`${protocol} `))
    const [, trips, milliseconds] = /(\d+) +(\d+)$/.exec(found ?? '') ?? []
    expect(Number(trips), found).toBeGreaterThan(1)
    expect(Number(milliseconds), found).toBeGreaterThan(0)
  }
  expect(text).not.toContain('\x1b')
  expect(stage.files).toEqual([])
})
