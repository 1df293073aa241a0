import { ArgumentError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { xpat } from './xpat.ts'

test('XPAT gives the articles whose field fits one of the patterns', async () => {
  const transcript = `
    C: XPAT Subject 1- *test* *TEST*
    S: 221 Header follows
    S: 3000234 I am just a test article
    S: .`
  const body = await converse(xpat('Subject', '1-', '*test*', '*TEST*'), transcript)
  expect(await body.text()).toBe('3000234 I am just a test article\r\n')
})

test('a pattern is needed, and is one word', () => {
  expect(() => xpat('Subject', 1)).toThrow(ArgumentError)
  for (const pattern of ['*a b*', '*\r\nPOST', '']) expect(() => xpat('Subject', 1, pattern)).toThrow(ArgumentError)
  expect(() => xpat('Sub\r\nject', 1, '*')).toThrow(ArgumentError)
})
