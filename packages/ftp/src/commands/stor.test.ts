import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { appe, stor } from './stor.ts'

test('a file is stored as octets from its beginning, unless told', () => {
  expect(stor('a b')).toMatchObject({ line: 'STOR a b', type: 'I', offset: 0 })
  expect(stor('a', { offset: 7, type: 'A' })).toMatchObject({ line: 'STOR a', type: 'A', offset: 7 })
})

test('what is appended needs no offset', () => {
  expect(appe('a b')).toMatchObject({ line: 'APPE a b', type: 'I', offset: 0 })
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => stor(bad)).toThrow(ArgumentError)
})

test('line ends in APPE are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => appe(bad)).toThrow(ArgumentError)
})
