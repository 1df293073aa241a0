import { expect, test } from 'vitest'
import { stou, uniqueName } from './stou.ts'

const sent = (preliminary: string, text: string): Parameters<typeof uniqueName>[0] => ({
  octets: 0,
  preliminary,
  final: { code: 226, lines: [text], text },
})

test('STOU has no argument', () => {
  expect(stou().line).toBe('STOU')
})

test.each([
  ['FILE: ftp8.tmp', 'Transfer complete.', 'ftp8.tmp'],
  // Pure-FTPd 1.0.50, in a reply of two lines
  [
    'FILE: pureftpd.6b087b71.c0.0000\nAccepted data connection',
    'File successfully transferred',
    'pureftpd.6b087b71.c0.0000',
  ],
  ['FILE: with spaces', 'Transfer complete.', 'with spaces'],
  ['Ok', 'Transfer complete (unique file name:ftp8).', 'ftp8'],
  ['Ok', 'Transfer complete.', undefined],
])('RFC 1123 §4.1.2.9: %s, %s', (preliminary, final, name) => {
  expect(uniqueName(sent(preliminary, final))).toBe(name)
})
