import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { isSegment, joined, parentOf, pathArgument, plainPath } from './path.ts'

test('a path is taken as it is, but for line ends', () => {
  expect(pathArgument(' a; b "c" ')).toBe(' a; b "c" ')
  expect(() => pathArgument('a\r\nDELE b')).toThrow(ArgumentError)
})

test('a path that looks like options is none', () => {
  expect(plainPath('-la')).toBe('./-la')
  expect(plainPath('a-b')).toBe('a-b')
  // what stands between the words of a command is lost
  expect(plainPath(' a')).toBe('./ a')
})

test.each([
  ['', 'a', 'a'],
  ['/', 'a', '/a'],
  ['a', 'b', 'a/b'],
  ['a/', 'b', 'a/b'],
  // alone it would be somebody's home
  ['', '~', './~'],
  ['', '~root/a', './~root/a'],
  ['a', '~', 'a/~'],
])('%j and %j are %j', (directory, name, path) => {
  expect(joined(directory, name)).toBe(path)
})

test.each([
  ['a/b/c', 'a/b', 'c'],
  ['/c', '/', 'c'],
  ['c', '', 'c'],
  ['a/b//', 'a', 'b'],
  ['/', '/', ''],
])('%j is in %j, as %j', (path, directory, name) => {
  expect(parentOf(path)).toEqual({ directory, name })
})

test('a name is one segment', () => {
  for (const name of ['a', '...', ' ', 'a\\b']) expect(isSegment(name)).toBe(true)
  for (const name of ['', '.', '..', '../x', '/x', 'a/b', 'a\0']) expect(isSegment(name)).toBe(false)
})
