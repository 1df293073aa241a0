import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { status } from './status.ts'

test('STATUS gives what was asked for', async () => {
  const transcript = `
    C: A1 STATUS blurdybloop (UIDNEXT MESSAGES)
    S: * STATUS other (MESSAGES 1)
    S: * STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)
    S: A1 OK STATUS completed`
  expect(await converse(status('blurdybloop', ['uidNext', 'messages']), transcript)).toEqual({
    messages: 231,
    uidNext: 44292,
  })
})

test('INBOX is INBOX in any case', async () => {
  const transcript = `
    S: * STATUS INBOX (MESSAGES 1)
    S: A1 OK done`
  expect(await converse(status('inbox', ['messages']), transcript)).toEqual({ messages: 1 })
})

test('items must exist', () => {
  expect(() => status('x', [])).toThrow('at least one item')
  expect(() => status('x', ['constructor' as 'messages'])).toThrow('no item "constructor"')
})
