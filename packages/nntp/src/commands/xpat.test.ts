import { ArgumentError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { xpat } from './xpat.ts'

test('XPAT gives the articles whose field fits the pattern', async () => {
  const transcript = `
    C: XPAT Subject 1- *just a test*
    S: 221 Header follows
    S: 3000234 I am just a test article
    S: .`
  const body = await converse(xpat('Subject', '1-', '*just a test*'), transcript)
  expect(await body.text()).toBe('3000234 I am just a test article\r\n')
})

test('several patterns are one, with blanks between them', () => {
  expect(xpat('Subject', 7, '*just', 'a', 'test*').line).toBe('XPAT Subject 7 *just a test*')
})

test('a pattern is needed, and has no line end', () => {
  expect(() => xpat('Subject', 1)).toThrow(ArgumentError)
  for (const pattern of ['*\r\nPOST', '*\0', '', ' ']) expect(() => xpat('Subject', 1, pattern)).toThrow(ArgumentError)
  expect(() => xpat('Sub\r\nject', 1, '*')).toThrow(ArgumentError)
})
