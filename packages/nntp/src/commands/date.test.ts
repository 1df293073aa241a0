import { ProtocolError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { date, stamp } from './date.ts'

test('DATE is always UTC', () => {
  const transcript = `
    C: DATE
    S: 111 19990623135624`
  expect(play(date(), transcript)).toEqual(new Date('1999-06-23T13:56:24Z'))
})

test('what is no date is a ProtocolError', () => {
  expect(() => play(date(), 'S: 111 yesterday')).toThrow(ProtocolError)
})

test('a date as NEWGROUPS takes it', () => {
  expect(stamp(new Date('1999-06-24T01:02:03.999Z'))).toBe('19990624 010203 GMT')
})
