import { expect, test } from 'vitest'
import { permissionsAt } from './permissions.ts'

test.each([
  ['rwxr-xr--', 0o754],
  ['---------', 0],
  ['rwsr-sr-t', 0o7755],
  ['rwSr-Sr-T', 0o7644],
  ['rw-r-lr--', 0o2644],
  ['rw-r-Lr--', 0o2644],
])('%s', (text, mode) => {
  expect(permissionsAt(`-${text} `, 1)).toBe(mode)
})

test.each(['', 'rwx', 'rwxr-xr-', 'wrxr-xr-x', 'rwxr-xr-z', 'rrrrrrrrr', '?????????', 'xrwxrwxrw'])(
  '%j are none',
  (text) => {
    expect(permissionsAt(text, 0)).toBe(-1)
  },
)
