import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { list, mlsd, nlst } from './list.ts'

test('the working directory, or another', () => {
  expect([list('').line, nlst('').line, mlsd('').line]).toEqual(['LIST', 'NLST', 'MLSD'])
  expect([list('a b').line, nlst('a b').line, mlsd('a b').line]).toEqual(['LIST a b', 'NLST a b', 'MLSD a b'])
})

test('options come before the path, and a path is never taken for one', () => {
  expect(list('a', true).line).toBe('LIST -a a')
  expect(list('-R').line).toBe('LIST ./-R')
  expect(nlst('-R').line).toBe('NLST ./-R')
  expect(mlsd('-R').line).toBe('MLSD -R')
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => list(bad)).toThrow(ArgumentError)
})

test('line ends in NLST are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => nlst(bad)).toThrow(ArgumentError)
})

test('line ends in MLSD are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => mlsd(bad)).toThrow(ArgumentError)
})
