import { ArgumentError, ProtocolError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { TransferParameter, type TypeCode } from '../transfer-parameter.ts'
import { size } from './size.ts'

const state = (current?: TypeCode): Parameters<typeof size>[1] => ({
  type: new TransferParameter<TypeCode>('TYPE', current),
  together: false,
})

test('SIZE is asked for in TYPE I, which is set once', async () => {
  const now = state()
  const first = `
    C: TYPE I
    S: 200 Type set to I
    C: SIZE a b
    S: 213 5000000000`
  expect(await converse(size('a b', now), first)).toBe(5_000_000_000)
  expect(await converse(size('a', now), 'C: SIZE a\nS: 213 7')).toBe(7)
})

test('both in one flight, where the server takes that', async () => {
  const now = { ...state(), together: true }
  expect(await converse(size('a', now), 'C: TYPE I\nC: SIZE a\nS: 200 ok\nS: 213 7')).toBe(7)
  expect(now.type.current).toBe('I')
  const refused = converse(size('a', { ...state(), together: true }), 'C: TYPE I\nC: SIZE a\nS: 504 no\nS: 213 7')
  await expect(refused).rejects.toThrow('TYPE I: 504 no')
})

test('what stands before the number is the server’s own affair', async () => {
  expect(await converse(size('a', state('I')), 'C: SIZE a\nS: 213 File size: 12')).toBe(12)
  await expect(converse(size('a', state('I')), 'C: SIZE a\nS: 213 many')).rejects.toThrow(ProtocolError)
})

test('a refusal names SIZE', async () => {
  const transcript = 'C: TYPE I\nS: 200 ok\nC: SIZE a\nS: 550 not a plain file'
  await expect(converse(size('a', state()), transcript)).rejects.toThrow('SIZE a: 550 not a plain file')
})

test('a type that is refused is not remembered', async () => {
  const now = state()
  await expect(converse(size('a', now), 'C: TYPE I\nS: 504 no')).rejects.toThrow('TYPE I: 504 no')
  expect(now.type.current).toBeUndefined()
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => size(bad, state())).toThrow(ArgumentError)
})
