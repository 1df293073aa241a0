import { ArgumentError, ProtocolError } from '@linewire/wire'
import { converse, everySplit, play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { AuthRequiredError, NoSuchGroupError } from '../refusals.ts'
import { group } from './group.ts'

const transcript = `
    C: GROUP misc.test
    S: 211 1234 3000234 3002322 misc.test`
const selected = { name: 'misc.test', count: 1234, first: 3000234, last: 3002322 }

test('GROUP gives the articles of a group, however the server cuts it', async () => {
  expect(play(group('misc.test'), transcript)).toEqual(selected)
  const ways = [...everySplit('211 1234 3000234 3002322 misc.test\r\n')].length
  for (let way = 0; way < ways; way++) {
    const split = (whole: Buffer): Buffer[] => [...everySplit(whole)].at(way) ?? [whole]
    expect(await converse(group('misc.test'), transcript, { split })).toEqual(selected)
  }
})

test('an empty group says so in three ways', () => {
  for (const numbers of ['0 4000 3999', '0 0 0', '0 1 0']) {
    expect(play(group('example.empty'), `S: 211 ${numbers} example.empty`).count).toBe(0)
  }
})

test('numbers beyond 2^31 are read', () => {
  expect(play(group('alt.binaries'), 'S: 211 9000000000 1 9000000000 alt.binaries').last).toBe(9_000_000_000)
})

test('a group that the server does not carry', () => {
  const refused = (): unknown => play(group('example.is.sob.bradner.or.barber'), 'S: 411 is unknown')
  expect(refused).toThrow(NoSuchGroupError)
  expect(refused).toThrow('GROUP example.is.sob.bradner.or.barber: 411 is unknown')
})

test('480 asks for a login', () => {
  expect(() => play(group('misc.test'), 'S: 480 Authentication required')).toThrow(AuthRequiredError)
})

test('another success, or no numbers, is a ProtocolError', () => {
  expect(() => play(group('misc.test'), 'S: 215 list follows')).toThrow('GROUP misc.test: expected 211, got')
  expect(() => play(group('misc.test'), 'S: 211 misc.test selected')).toThrow(ProtocolError)
  expect(() => play(group('misc.test'), 'S: 211 1 2 3')).toThrow(ProtocolError)
})

test('a name with a blank or a line end is none', () => {
  for (const name of ['misc test', 'misc.test\r\nPOST', 'misc\0test', ''])
    expect(() => group(name)).toThrow(ArgumentError)
})
