import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8')

/** A line of the README's table, a file of tests, the title of one of them, and of which of its cases. */
type Pair = [feature: string, file: string, title: string, only?: string]

const pairs = JSON.parse(read('test/features.json')) as Pair[]
const [, table = ''] = read('README.md').split(/^## Beside basic-ftp, lftp, curl and FluentFTP$/m)
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| |'))
  .map((line) => line.slice(2, -2).split(' | '))

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** `test('title'`, or `test.each(…)('title'` */
const hasTest = (source: string, title: string): boolean =>
  new RegExp(`(?:\\btest\\(|\\)\\()\\s*(['"\`])${quoted(title)}\\1`).test(source)

describe('the README’s table', () => {
  test('says y, n or partly of us and of four others, of each feature once', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40)
    for (const [feature, ...cells] of rows) {
      expect(feature).not.toBe('')
      expect([feature, cells.filter((cell) => /^(?:y|n|partly)$/.test(cell)).length, cells.length]).toEqual([
        feature,
        5,
        5,
      ])
    }
    expect(new Set(rows.map(([feature]) => feature)).size).toBe(rows.length)
  })

  test('has tests behind each line of ours, and none behind what we have not', () => {
    const ours = rows.filter(([, we]) => we !== 'n').map(([feature]) => feature)
    expect([...new Set(pairs.map(([feature]) => feature))]).toEqual(ours)
  })

  test.each(pairs)('%s: %s has its test', (_, file, title, only) => {
    const source = read(file)
    expect(hasTest(source, title)).toBe(true)
    if (only !== undefined) expect(source).toContain(`'${only}'`)
  })
})
