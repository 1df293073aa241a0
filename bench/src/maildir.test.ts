import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedLargeMessage, seedMaildir } from './maildir.ts'
import { seedMessage } from './seed-message.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linewire-maildir-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const stored = (maildir: string): Buffer[] =>
  readdirSync(join(maildir, 'cur'))
    .sort()
    .map((name) => readFileSync(join(maildir, 'cur', name)))

test('every message has exactly the size asked for, CRLF line ends only, and lines that a mail server takes', () => {
  for (let number = 1; number <= 40; number += 1) {
    const { bytes } = seedMessage(number, 2048 + number)
    expect(bytes.length).toBe(2048 + number)
    const lines = bytes.toString('latin1').split('\r\n')
    expect(lines.pop()).toBe('')
    expect(lines.filter((line) => /[\r\n]/.test(line) || line.length > 998)).toEqual([])
  }
})

test('a maildrop is the sum of its messages', () => {
  const maildrop = seedMaildir(join(folder, 'alice', 'Maildir'), 8, 3000)
  const files = stored(join(folder, 'alice', 'Maildir'))
  const text = files.map((bytes) => bytes.toString('latin1')).join('')
  expect(maildrop).toMatchObject({
    messages: 8,
    octets: 24_000,
    parts: 2 * (1 + 2 + 3 + 2),
    addresses: 2 * (2 + 3 + 4 + 5),
  })
  expect(maildrop.dots).toBe(text.split('\r\n.').length - 1)
  expect(maildrop.dots).toBeGreaterThan(3)
  expect(files).toEqual(Array.from({ length: 8 }, (_, index) => seedMessage(index + 1, 3000).bytes))
})

test('the time of a file is its INTERNALDATE, and seeding again leaves nothing of before', () => {
  const maildir = join(folder, 'Maildir')
  seedMaildir(maildir, 5, 2000)
  const maildrop = seedMaildir(maildir, 2, 2000)
  const seconds = readdirSync(join(maildir, 'cur')).map((name) => statSync(join(maildir, 'cur', name)).mtimeMs / 1000)
  expect(seconds).toHaveLength(2)
  expect(seconds[0]! + seconds[1]!).toBe(maildrop.dates)
})

test('a large message has its size to the octet, whole lines and its dots counted', () => {
  for (const octets of [100_000, 100_001, 100_071, 100_072, 100_073]) {
    const maildrop = seedLargeMessage(join(folder, 'Maildir'), octets)
    const [bytes] = stored(join(folder, 'Maildir'))
    expect(bytes).toHaveLength(octets)
    const lines = bytes!.toString('latin1').split('\r\n')
    expect(lines.pop()).toBe('')
    expect(lines.filter((line) => /[\r\n]/.test(line) || line.length > 998)).toEqual([])
    expect(maildrop.dots).toBe(lines.filter((line) => line.startsWith('.')).length)
    expect(maildrop.dots).toBeGreaterThan(10)
  }
})
