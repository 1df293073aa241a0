import { ArgumentError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { rename } from './rename.ts'

test('RNTO goes behind the 350 of RNFR', async () => {
  const transcript = `
    C: RNFR a b
    S: 350 Ready for the new name
    C: RNTO c d
    S: 250 Renamed`
  expect(await converse(rename('a b', 'c d'), transcript)).toBeUndefined()
})

test('without the first there is no second', async () => {
  await expect(converse(rename('a', 'b'), 'C: RNFR a\nS: 550 No such file')).rejects.toThrow('RNFR a: 550 No such file')
})

test('a refusal of the new name names it', async () => {
  const transcript = 'C: RNFR a\nS: 350 ok\nC: RNTO b\nS: 553 Name not allowed'
  await expect(converse(rename('a', 'b'), transcript)).rejects.toThrow('RNTO b: 553 Name not allowed')
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => rename(bad, 'x')).toThrow(ArgumentError)
})

test('line ends in the new name are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => rename('x', bad)).toThrow(ArgumentError)
})
