import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { retr } from './retr.ts'

test('a file is fetched as octets from its beginning, unless told', () => {
  expect(retr('a b')).toEqual({ line: 'RETR a b', type: 'I', offset: 0 })
  expect(retr('a', { offset: 7, type: 'A' })).toEqual({ line: 'RETR a', type: 'A', offset: 7 })
})

test('an offset is a whole number', () => {
  for (const offset of [-1, 1.5, Number.NaN]) expect(() => retr('a', { offset })).toThrow(ArgumentError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => retr(bad)).toThrow(ArgumentError)
})
