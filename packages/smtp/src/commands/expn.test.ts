import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { expn } from './expn.ts'

test('EXPN gives the members of a list', () => {
  const transcript = `
    C: EXPN Example-People
    S: 250-Jon Postel <Postel@isi.edu>
    S: 250-Fred Fonebone <Fonebone@physics.foo-u.edu>
    S: 250 Sam Q. Smith <SQSmith@specific.generic.com>`
  expect(play(expn('Example-People'), transcript).lines).toEqual([
    'Jon Postel <Postel@isi.edu>',
    'Fred Fonebone <Fonebone@physics.foo-u.edu>',
    'Sam Q. Smith <SQSmith@specific.generic.com>',
  ])
})

test('EXPN may be denied, or unknown', () => {
  expect(() => play(expn('staff'), 'S: 550 Access Denied to You.')).toThrow('EXPN staff: 550 Access Denied to You.')
  expect(() => play(expn('staff'), 'S: 502 5.5.1 Command not implemented')).toThrow('502')
})

test('a name with a command in it is refused', () => {
  expect(() => expn('x\nQUIT')).toThrow(ArgumentError)
})
