import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ehlo } from './ehlo.ts'

const transcript = `
    C: EHLO bar.com
    S: 250-foo.com greets bar.com
    S: 250-8BITMIME
    S: 250-SIZE 10240000
    S: 250-DSN
    S: 250 HELP`

test('EHLO lists what the server can do, behind its own name', () => {
  const capabilities = play(ehlo('bar.com'), transcript)
  expect([...capabilities].map(([name]) => name)).toEqual(['8BITMIME', 'SIZE', 'DSN', 'HELP'])
  expect(capabilities.get('size')).toEqual(['10240000'])
})

test('mechanisms in the old form are mechanisms; keywords come in any case and with blanks before them', () => {
  const capabilities = play(
    ehlo('me'),
    `
    S: 250-mail.example
    S: 250-AUTH=LOGIN PLAIN
    S: 250-auth CRAM-MD5
    S: 250- pipelining
    S: 250 `,
  )
  expect(capabilities.get('AUTH')).toEqual(['LOGIN', 'PLAIN', 'CRAM-MD5'])
  expect(capabilities.has('PIPELINING')).toBe(true)
})

test('a server that says nothing but its name can do nothing more', () => {
  expect(play(ehlo('me'), 'S: 250 mail.example').size).toBe(0)
})

test('LMTP says LHLO', () => {
  expect(play(ehlo('me', 'LHLO'), 'C: LHLO me\nS: 250 mail.example').size).toBe(0)
})

test('a server from before EHLO declines', () => {
  expect(() => play(ehlo('me'), 'S: 502 Command not implemented')).toThrow('EHLO me: 502')
})

test('a name that is none is refused', () => {
  for (const name of ['', 'a b', 'a\r\nDATA', 'a\0']) expect(() => ehlo(name)).toThrow(ArgumentError)
})
