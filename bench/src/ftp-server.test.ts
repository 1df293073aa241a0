import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { memory } from './ftp-server.ts'

test('a place in memory is one with so much room, or none', () => {
  expect(memory(0)).toBe(existsSync('/dev/shm') ? '/dev/shm' : undefined)
  expect(memory(Number.MAX_SAFE_INTEGER)).toBeUndefined()
})
