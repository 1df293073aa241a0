import { ArgumentError, ProtocolError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { probe } from './probe.ts'

test('a directory is entered, and left again', async () => {
  const transcript = `
    C: PWD
    S: 257 "/home" is current
    C: CWD a
    S: 250 ok
    C: CWD /home
    S: 250 ok`
  expect(await converse(probe('a'), transcript)).toBe(true)
})

test('what cannot be entered is none', async () => {
  expect(await converse(probe('a'), 'C: PWD\nS: 257 "/"\nC: CWD a\nS: 550 no')).toBe(false)
})

test('a server that does not let us back is left: what is called next would go elsewhere', async () => {
  const transcript = 'C: PWD\nS: 257 "/home"\nC: CWD a\nS: 250 ok\nC: CWD /home\nS: 550 no'
  const probing = converse(probe('a'), transcript)
  await expect(probing).rejects.toThrow(/^CWD a led there.*back to "\/home": "550 no"/)
  await expect(probing).rejects.toBeInstanceOf(ProtocolError)
})

test('a working directory that is not told is a refusal', async () => {
  await expect(converse(probe('a'), 'C: PWD\nS: 550 no')).rejects.toThrow('550 no')
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => probe(bad)).toThrow(ArgumentError)
})
