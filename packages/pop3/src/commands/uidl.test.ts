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

test('an identifier without its number says nothing', () => {
  expect(() => play(uidlOne(2), 'S: +OK QhdPYR')).toThrow(ProtocolError)
})
