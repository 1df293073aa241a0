import { ProtocolError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { uidl, uidlOne } from './uidl.ts'

test('UIDL gives the identifier of every message', () => {
  const transcript = `
    C: UIDL
    S: +OK
    S: 1 whqtswO00WBw418f9t5JxYwZ
    S: 2 QhdPYR:00WBw1Ph7x7
    S: .`
  expect(play(uidl(), transcript)).toEqual([
    { number: 1, uid: 'whqtswO00WBw418f9t5JxYwZ' },
    { number: 2, uid: 'QhdPYR:00WBw1Ph7x7' },
  ])
})

test('UIDL of one message is one line', () => {
  const transcript = `
    C: UIDL 2
    S: +OK 2 QhdPYR:00WBw1Ph7x7`
  expect(play(uidlOne(2), transcript)).toEqual({ number: 2, uid: 'QhdPYR:00WBw1Ph7x7' })
})

test('several blanks between number and identifier are one', () => {
  expect(play(uidl(), 'S: +OK\nS: 1   uid\nS: .')).toEqual([{ number: 1, uid: 'uid' }])
})

test('Twisted answers UIDL of one message without its number, which is the one that was asked for', () => {
  const transcript = `
    C: UIDL 6670
    S: +OK 00001a1457b5a851`
  expect(play(uidlOne(6670), transcript)).toEqual({ number: 6670, uid: '00001a1457b5a851' })
})

test('an identifier may be a number', () => {
  expect(play(uidlOne(2), 'S: +OK 2 17')).toEqual({ number: 2, uid: '17' })
  expect(play(uidlOne(2), 'S: +OK 17')).toEqual({ number: 2, uid: '17' })
})

test('a message without an identifier, and in a list an identifier without its message, say nothing', () => {
  for (const said of ['', '2', '2 ']) expect(() => play(uidlOne(2), `S: +OK ${said}`)).toThrow(ProtocolError)
  for (const said of ['QhdPYR', '1', 'x QhdPYR']) {
    expect(() => play(uidl(), `S: +OK\nS: ${said}\nS: .`)).toThrow(ProtocolError)
  }
})

test('deleted messages leave gaps, and numbers may come in any order', () => {
  const found = play(uidl(), 'S: +OK\nS: 7 c\nS: 2 a\nS: 4 b\nS: .')
  expect(found.map(({ number, uid }) => `${number} ${uid}`)).toEqual(['7 c', '2 a', '4 b'])
})

test('a message without UIDL, for the server has none', () => {
  expect(() => play(uidl(), 'S: -ERR unknown command')).toThrow('UIDL: -ERR unknown command')
})
