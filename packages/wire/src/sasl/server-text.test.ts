import { expect, test } from 'vitest'
import { serverText } from './server-text.ts'

test('escape sequences, line breaks and reversed text do not reach a terminal', () => {
  expect(serverText('\x1b[31mno\r\nsuch\u202e user\u2028\u009b')).toBe('[31mnosuch user')
})

test('at most 200 characters of it are kept', () => {
  expect(serverText('x'.repeat(200))).toHaveLength(200)
  expect(serverText('x'.repeat(201))).toHaveLength(200)
})
