import { converse, play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { bdat } from './bdat.ts'

test('a chunk goes out right behind its command, its octets as they are', async () => {
  const chunk = Buffer.from('.\r\na\nb\r\n')
  const transcript = `
    C: BDAT 8 LAST
    C: .
    S: 250 2.0.0 Message OK, 8 octets received`
  expect((await converse(bdat(chunk, { last: true }), transcript)).code).toBe(250)
})

test('more may follow', async () => {
  expect((await converse(bdat(Buffer.from('ab')), 'C: BDAT 2\nS: 250 2 octets received')).code).toBe(250)
})

test('an empty chunk can be the last', () => {
  expect(play(bdat(new Uint8Array(), { last: true }), 'C: BDAT 0 LAST\nS: 250 ok').code).toBe(250)
})

test('over LMTP the last chunk has an answer for each recipient', () => {
  const transcript = `
    C: BDAT 0 LAST
    S: 250 2.1.5 saved
    S: 452 4.2.2 mailbox full`
  const heard: number[] = []
  play(
    bdat(
      new Uint8Array(),
      { last: true },
      { recipients: () => ['a@b', 'c@d'], heard: (_, { code }) => heard.push(code) },
    ),
    transcript,
  )
  expect(heard).toEqual([250, 452])
})

test('a chunk for nobody is refused', () => {
  expect(() => play(bdat(new Uint8Array()), 'S: 554 5.5.1 no valid recipients')).toThrow('BDAT 0: 554')
})
