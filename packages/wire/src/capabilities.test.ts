import { expect, test } from 'vitest'
import { Capabilities } from './capabilities.ts'

const offered = new Capabilities([
  ['PIPELINING', []],
  ['auth', ['PLAIN', 'login']],
  ['AUTH', ['XOAUTH2']],
])

test('names and parameters are compared without regard to case', () => {
  expect(offered.has('pipelining')).toBe(true)
  expect(offered.has('STLS')).toBe(false)
  expect(offered.has('Auth', 'LOGIN')).toBe(true)
  expect(offered.has('AUTH', 'CRAM-MD5')).toBe(false)
  expect(offered.has('STLS', 'x')).toBe(false)
})

test('a name that comes twice has the parameters of both', () => {
  expect(offered.get('AUTH')).toEqual(['PLAIN', 'login', 'XOAUTH2'])
  expect(offered.size).toBe(2)
})

test('what is not named has no parameters', () => {
  expect([offered.get('PIPELINING'), offered.get('STLS')]).toEqual([[], []])
})

test('nobody outside changes them', () => {
  offered.get('AUTH').push('PLAIN2')
  for (const [, parameters] of offered) parameters.push('x')
  expect([...offered]).toEqual([
    ['PIPELINING', []],
    ['AUTH', ['PLAIN', 'login', 'XOAUTH2']],
  ])
})
