import { expect, test } from 'vitest'
import { checkName, UnsafeNameError } from './safe-name.ts'

test.each([
  'a',
  'a.txt',
  '.hidden',
  '...a',
  ' a',
  'a b',
  '-rf',
  'café',
  'Ã\u009f', // two octets of UTF-8, as a server without it gives them
  'console.log',
  'com10',
  'COM',
  'nulls',
  'a~1',
  'what?',
  '12:30',
])('%j is a name', (name) => {
  expect(() => checkName(name, 'linux')).not.toThrow()
})

test.each([
  '',
  '.',
  '..',
  '../a',
  'a/b',
  '/etc/passwd',
  'a\\b',
  '..\\a',
  'a\0b',
  'a\nb',
  'a\rb',
  '\x1b[2J',
  'c:',
  'C:a',
  'z:\\a',
  'a.',
  'a ',
  '. .',
  'CON',
  'con',
  'NUL.txt',
  'aux.tar.gz',
  'nul .txt',
  'prn:stream',
  'COM1',
  'com¹',
  'lpt³.log',
  'CONIN$',
])('%j is none, wherever it is', (name) => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(() => checkName(name, platform)).toThrow(UnsafeNameError)
  }
})

test.each(['a:b', 'what?', 'a*', '<a>', 'a|b', '"a"'])('%j is none on Windows', (name) => {
  expect(() => checkName(name, 'win32')).toThrow(UnsafeNameError)
})

test('the error says which name and why, and does no harm to a terminal', () => {
  expect(() => checkName('\x1b[2J/a')).toThrow('the name "\\u001b[2J/a" is not used: it is more than one segment')
  expect(() => checkName('..')).toThrow(expect.objectContaining({ code: 'ERR_UNSAFE_NAME', name: 'UnsafeNameError' }))
})
