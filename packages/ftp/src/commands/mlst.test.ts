import { ArgumentError, ProtocolError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { mlst } from './mlst.ts'

test('RFC 3659 §7.7.1: one path, over the control connection', () => {
  const transcript = `
    C: MLST file1
    S: 250- Listing file1
    S:  Type=file;Modify=19990929003355.237; /tmp/file1
    S: 250 End`
  expect(play(mlst('file1'), transcript)).toMatchObject({
    name: 'file1',
    type: 'file',
    modified: new Date('1999-09-29T00:33:55.237Z'),
    precision: 'millisecond',
  })
})

test('the root has no other name', () => {
  expect(play(mlst('/'), 'S: 250-\nS:  type=dir; /\nS: 250 End')).toMatchObject({ name: '/', type: 'directory' })
})

test('what is not there is declined', () => {
  expect(() => play(mlst('a'), 'S: 550 No such file')).toThrow(ReplyError)
})

test('a reply without facts is a ProtocolError', () => {
  expect(() => play(mlst('a'), 'S: 250 fine')).toThrow(ProtocolError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => mlst(bad)).toThrow(ArgumentError)
})
