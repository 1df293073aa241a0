import { expect, test } from 'vitest'
import { saslname } from './saslname.ts'

test('RFC 5801 §4: "=" and "," are written "=3D" and "=2C"', () => {
  expect(saslname('a=b,c=2C')).toBe('a=3Db=2Cc=3D2C')
})
