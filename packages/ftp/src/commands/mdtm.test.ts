import { ArgumentError, ProtocolError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { mdtm, mdtmSet } from './mdtm.ts'

test('RFC 3659 §3.4: a time in UTC', () => {
  const transcript = `
    C: MDTM file6
    S: 213 19990929003355`
  expect(play(mdtm('file6'), transcript)).toEqual(new Date('1999-09-29T00:33:55Z'))
})

test('a name that looks like a time is not taken for an order to set one', () => {
  expect(mdtm('20200101120000 x').line).toBe('MDTM ./20200101120000 x')
})

test('some servers set a time by it', () => {
  const set = mdtmSet('a', new Date('2020-02-29T12:34:56Z'))
  expect(play(set, 'C: MDTM 20200229123456 a\nS: 213 File modification time set.')).toBeUndefined()
})

test('what is no time is a ProtocolError', () => {
  expect(() => play(mdtm('a'), 'S: 213 yesterday')).toThrow(ProtocolError)
})

test('what is not there is declined', () => {
  expect(() => play(mdtm('a'), 'S: 550 No such file')).toThrow('MDTM a: 550 No such file')
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => mdtm(bad)).toThrow(ArgumentError)
})

test('line ends are here too refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => mdtmSet(bad, new Date())).toThrow(ArgumentError)
})
