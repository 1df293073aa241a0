import { ArgumentError, ProtocolError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { TransferType } from '../transfer-type.ts'
import { size } from './size.ts'

test('SIZE is asked for in TYPE I, which is set once', async () => {
  const type = new TransferType()
  const first = `
    C: TYPE I
    S: 200 Type set to I
    C: SIZE a b
    S: 213 5000000000`
  expect(await converse(size('a b', type), first)).toBe(5_000_000_000)
  expect(await converse(size('a', type), 'C: SIZE a\nS: 213 7')).toBe(7)
})

test('what stands before the number is the server’s own affair', async () => {
  const type = new TransferType()
  type.current = 'I'
  expect(await converse(size('a', type), 'C: SIZE a\nS: 213 File size: 12')).toBe(12)
  await expect(converse(size('a', type), 'C: SIZE a\nS: 213 many')).rejects.toThrow(ProtocolError)
})

test('a refusal names SIZE', async () => {
  const transcript = 'C: TYPE I\nS: 200 ok\nC: SIZE a\nS: 550 not a plain file'
  await expect(converse(size('a', new TransferType()), transcript)).rejects.toThrow('SIZE a: 550 not a plain file')
})

test('a type that is refused is not remembered', async () => {
  const type = new TransferType()
  await expect(converse(size('a', type), 'C: TYPE I\nS: 504 no')).rejects.toThrow('TYPE I: 504 no')
  expect(type.current).toBeUndefined()
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => size(bad, new TransferType())).toThrow(ArgumentError)
})
