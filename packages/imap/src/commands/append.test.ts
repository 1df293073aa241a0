import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { NotFoundError } from '../not-found-error.ts'
import { append } from './append.ts'

const message = 'Subject: x\r\n\r\nHello Joe, do you think we can meet at 3:30 tomorrow?\r\n'

test('APPEND waits for the server before a literal', async () => {
  const transcript = `
    C: A1 APPEND saved-messages (\\Seen) {${message.length}}
    S: + Ready for literal data
    C: ${message.split('\r\n').join('\n    C: ')}
    S: A1 OK [APPENDUID 38505 3955] APPEND completed`
  const appended = await converse(append('saved-messages', message, message.length, { flags: ['\\Seen'] }), transcript)
  expect(appended).toEqual({ uidValidity: 38505, uid: 3955 })
})

test('LITERAL+ spares the wait', async () => {
  const transcript = `
    C: A1 APPEND x "17-Jul-1996 09:44:25 +0000" {${message.length}+}
    C: ${message.split('\r\n').join('\n    C: ')}
    S: A1 OK done`
  const command = append('x', message, message.length, { date: new Date('1996-07-17T09:44:25Z') })
  expect(await converse(command, transcript, { capabilities: 'LITERAL+' })).toBeUndefined()
})

test('LITERAL- spares it up to 4096 octets', async () => {
  const small = `
    C: A1 APPEND x {4096+}
    C: ${'a'.repeat(4096)}
    S: A1 OK done`
  await converse(append('x', 'a'.repeat(4096), 4096), small, { capabilities: 'LITERAL-' })
  const large = `
    C: A1 APPEND x {4097}
    S: +
    C: ${'a'.repeat(4097)}
    S: A1 OK done`
  await converse(append('x', 'a'.repeat(4097), 4097), large, { capabilities: 'LITERAL-' })
})

test('the server may decline the literal', async () => {
  const failure = converse(append('x', 'abc', 3), 'S: A1 NO [TRYCREATE] no such mailbox')
  await expect(failure).rejects.toBeInstanceOf(NotFoundError)
})

test('an OK before the literal is no OK', async () => {
  await expect(converse(append('x', 'abc', 3), 'S: A1 OK fine')).rejects.toThrow('before it had the whole command')
})

test('a source of another size than announced ends the connection', async () => {
  const options = { capabilities: 'LITERAL+' }
  await expect(converse(append('x', 'abc', 4), 'S: * OK', options)).rejects.toThrow('has 3 octets, 4 were announced')
  await expect(converse(append('x', 'abcde', 4), 'S: * OK', options)).rejects.toThrow('has 5 octets, 4 were announced')
})

test('flags are flags', () => {
  expect(() => append('x', 'abc', 3, { flags: ['a) {3+}\r\n'] })).toThrow('is not a flag')
  expect(() => append('x', 'abc', -1)).toThrow('a whole number of octets')
})
