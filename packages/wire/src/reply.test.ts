import { expect, test } from 'vitest'
import { LimitError, ProtocolError } from './errors.ts'
import { Input } from './input.ts'
import { type Reply, reply, replyLine } from './reply.ts'
import type { Script } from './script.ts'
import { everySplit } from './testing/every-split.ts'

type Read = (io: { input: Input; name: string }) => Script<Reply>

/** Reads one reply from every split of what the server says, and what is behind it. */
function everyWay(read: Read, octets: string, limit?: number): { reply: Reply; rest: string } {
  const found = Array.from(everySplit(octets), (chunks) => {
    const input = new Input(undefined, limit)
    const script = read({ input, name: 'CMD' })
    let step = script.next()
    for (const chunk of chunks) {
      input.push(chunk)
      if (!step.done) step = script.next()
    }
    if (!step.done) throw new Error('the reply is not complete')
    let rest = ''
    for (let piece = input.take(); piece.length > 0; piece = input.take()) rest += piece.toString()
    return { reply: step.value, rest }
  })
  for (const one of found) expect(one).toEqual(found[0])
  return found[0]!
}

const smtp: Read = (io) => reply(io, { continued: 'every' })
const ftp: Read = (io) => reply(io, { continued: 'first' })

test('"250 text" is a whole reply', () => {
  expect(everyWay(smtp, '250 OK, queued\r\n354 next')).toEqual({
    reply: { code: 250, lines: ['OK, queued'], text: 'OK, queued' },
    rest: '354 next',
  })
})

test('three digits without a text are a reply', () => {
  expect(everyWay(smtp, '250\r\n').reply).toEqual({ code: 250, lines: [''], text: '' })
  expect(everyWay(ftp, '200 \r\n').reply).toEqual({ code: 200, lines: [''], text: '' })
  expect(everyWay(replyLine, '205\r\n').reply).toEqual({ code: 205, lines: [''], text: '' })
})

test('"250-" goes on until "250 " (RFC 5321 §4.2.1)', () => {
  const { reply, rest } = everyWay(smtp, '250-mail.example\r\n250-SIZE 1000\r\n250-\r\n250 HELP\r\nx')
  expect(reply).toEqual({
    code: 250,
    lines: ['mail.example', 'SIZE 1000', '', 'HELP'],
    text: 'mail.example\nSIZE 1000\n\nHELP',
  })
  expect(rest).toBe('x')
})

test('in SMTP a line of another code does not belong to the reply', () => {
  expect(() => everyWay(smtp, '250-one\r\n251 two\r\n')).toThrow(ProtocolError)
  expect(() => everyWay(smtp, '250-one\r\nSIZE\r\n')).toThrow('CMD: expected a line beginning with 250, got "SIZE"')
})

test('in FTP anything may stand between the first line and the last (RFC 959 §4.2)', () => {
  const said = '211-Features:\r\n MDTM\r\n220 not the end\r\n211x neither\r\n\r\n211-nor this\r\n211 End\r\n226 '
  const { reply, rest } = everyWay(ftp, said)
  expect(reply.lines).toEqual(['Features:', ' MDTM', '220 not the end', '211x neither', '', 'nor this', 'End'])
  expect(rest).toBe('226 ')
})

test('an NNTP reply is one line, and "211-" none (RFC 3977 §3.2)', () => {
  expect(everyWay(replyLine, '211 3 1 3 misc.test\r\n223 ').reply).toEqual({
    code: 211,
    lines: ['3 1 3 misc.test'],
    text: '3 1 3 misc.test',
  })
  expect(() => everyWay(replyLine, '211-3 1 3\r\n')).toThrow(ProtocolError)
})

test.each(['HTTP/1.1 400 Bad Request', '25', '', '999 x', '099 x', '250x', '+OK', ' 250 OK', '２５０ OK'])(
  '%j is no reply',
  (said) => {
    expect(() => everyWay(smtp, `${said}\r\n`)).toThrow(ProtocolError)
    expect(() => everyWay(ftp, `${said}\r\n`)).toThrow(/^CMD: expected a reply with a three-digit code, got "/)
    expect(() => everyWay(replyLine, `${said}\r\n`)).toThrow(ProtocolError)
  },
)

test('a reply of exactly the limit passes, and one octet more is a LimitError', () => {
  const said = '250-one\r\n250-two\r\n250 three\r\n'
  for (const read of [smtp, ftp]) {
    expect(everyWay(read, said, said.length).reply.lines).toEqual(['one', 'two', 'three'])
    expect(() => everyWay(read, said, said.length - 1)).toThrow(LimitError)
    expect(() => everyWay(read, said, said.length - 1)).toThrow('limits.reply')
  }
})

test('a reply of empty lines is too long some time', () => {
  const said = `211-\r\n${'\r\n'.repeat(100)}`
  const input = new Input(undefined, 100)
  input.push(Buffer.from(said))
  expect(() => reply({ input, name: 'FEAT' }, { continued: 'first' }).next()).toThrow(LimitError)
})
