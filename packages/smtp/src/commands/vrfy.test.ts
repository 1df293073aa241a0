import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { vrfy } from './vrfy.ts'

test('VRFY gives the mailbox', () => {
  const transcript = `
    C: VRFY Crispin
    S: 250 Mark Crispin <Admin.MRC@foo.com>`
  expect(play(vrfy('Crispin'), transcript).text).toBe('Mark Crispin <Admin.MRC@foo.com>')
})

test('252 is no refusal', () => {
  expect(play(vrfy('a@b'), 'S: 252 2.0.0 a@b').code).toBe(252)
})

test('an ambiguous name is refused with the ones that it may be', () => {
  const transcript = `
    S: 553-Ambiguous; Possibilities are
    S: 553-Joe Smith <jsmith@foo.com>
    S: 553 Harry Smith <hsmith@foo.com>`
  expect(() => play(vrfy('Smith'), transcript)).toThrow('Joe Smith <jsmith@foo.com> Harry Smith <hsmith@foo.com>')
})

test('a name with a command in it is refused', () => {
  expect(() => vrfy('x\r\nQUIT')).toThrow(ArgumentError)
})
