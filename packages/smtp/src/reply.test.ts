import { type Command, LimitError, ProtocolError, ReplyError } from '@linewire/wire'
import { converse, everySplit, play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { done, type Reply } from './reply.ts'

const asked = (): Command<Reply> => ({ line: 'NOOP', talk: done })

test('a reply of one line', () => {
  expect(play(asked(), 'S: 250 OK')).toEqual({ code: 250, lines: ['OK'], text: 'OK' })
})

test('a reply of several lines, each with the enhanced code', () => {
  const transcript = `
    S: 250-2.1.0 first
    S: 250-2.1.0 second
    S: 250 2.1.0 third`
  expect(play(asked(), transcript)).toEqual({
    code: 250,
    enhanced: '2.1.0',
    lines: ['first', 'second', 'third'],
    text: 'first\nsecond\nthird',
  })
})

test('a code without a text is a reply', () => {
  expect(play(asked(), 'S: 250')).toEqual({ code: 250, lines: [''], text: '' })
})

test('4xx is transient, 5xx is not; both carry their enhanced code', () => {
  const later = expect(() => play(asked(), 'S: 451 4.3.0 Try later'))
  later.toThrow(ReplyError)
  later.toThrow(expect.objectContaining({ code: '451', responseCode: '4.3.0', transient: true }))
  later.toThrow('NOOP: 451 4.3.0 Try later')
  expect(() => play(asked(), 'S: 502 no')).toThrow(expect.objectContaining({ code: '502', transient: false }))
})

test('a reply that no command of this kind has is a ProtocolError', () => {
  expect(() => play(asked(), 'S: 354 go on')).toThrow('NOOP: expected 2xx, 4xx or 5xx, got 354')
  expect(() => play(asked(), 'S: HTTP/1.1 400 Bad Request')).toThrow(ProtocolError)
  expect(() => play(asked(), 'S: 250-one\nS: 251 two')).toThrow(ProtocolError)
})

test('a reply without an end is stopped by limits.reply', () => {
  const lines = Array.from({ length: 20_000 }, () => `S: 250-${'x'.repeat(60)}`).join('\n')
  expect(() => play(asked(), lines)).toThrow(LimitError)
})

test('a reply is the same however the server cuts it', async () => {
  for (const line of ['250-2.0.0 one\r\n250 2.0.0 two', '250 OK']) {
    const transcript = line.replace(/^/gm, 'S: ')
    const whole = play(asked(), transcript)
    const ways = [...everySplit(`${line.split('\r\n')[0]}\r\n`)].length
    for (let way = 0; way < ways; way++) {
      const split = (octets: Buffer): Buffer[] => [...everySplit(octets)].at(way) ?? [octets]
      expect(await converse(asked(), transcript, { split })).toEqual(whole)
    }
  }
})
