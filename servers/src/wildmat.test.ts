import { expect, test } from 'vitest'
import { expression, wildmat } from './wildmat.ts'

test('RFC 3977 §4.4: the examples', () => {
  expect(wildmat('a*,!*b,*c*', 'aaa')).toBe(true)
  expect(wildmat('a*,!*b,*c*', 'abb')).toBe(false)
  expect(wildmat('a*,!*b,*c*', 'ccb')).toBe(true)
  expect(wildmat('a*,!*b,*c*', 'xxx')).toBe(false)
  expect(wildmat('a*,c*,!*b', 'aaa')).toBe(true)
  expect(wildmat('a*,c*,!*b', 'ccb')).toBe(false)
})

test('all else stands for itself', () => {
  expect(wildmat('comp.lang.c++', 'comp.lang.c++')).toBe(true)
  expect(wildmat('comp.lang.c', 'comp-lang.c')).toBe(false)
  expect(wildmat('?', 'é')).toBe(true)
  expect(expression('[a-c]x').test('bx')).toBe(true)
  expect(expression('[^a-c]x').test('bx')).toBe(false)
  expect(expression('\\*').test('*')).toBe(true)
})
