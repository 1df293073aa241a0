import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { id } from './id.ts'

test('ID tells and hears', async () => {
  const transcript = `
    C: A1 ID ("name" "sodr" "version" "19.34" "vendor" NIL)
    S: * ID ("name" "Cyrus" "version" "1.5" "os" NIL)
    S: A1 OK ID command completed`
  const server = await converse(id({ name: 'sodr', version: '19.34', vendor: null }), transcript)
  expect([...server]).toEqual([
    ['name', 'Cyrus'],
    ['version', '1.5'],
    ['os', null],
  ])
})

test('nothing to tell is NIL, nothing to hear an empty map', async () => {
  const transcript = `
    C: A1 ID NIL
    S: * ID NIL
    S: A1 OK done`
  expect((await converse(id(), transcript)).size).toBe(0)
})

test('limits of RFC 2971 §3.3 and line ends are refused before anything is written', () => {
  expect(() => id({ name: 'a\r\nb' })).toThrow('name of ID must not contain CR, LF or NUL')
  expect(() => id({ ['x'.repeat(31)]: '' })).toThrow('at most 30 octets')
  expect(() => id({ name: 'x'.repeat(1025) })).toThrow('more than 1024 octets')
})
