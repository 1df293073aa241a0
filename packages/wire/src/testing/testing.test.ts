import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { Command } from '../command.ts'
import { dotFraming } from '../dot.ts'
import { ReplyError } from '../errors.ts'
import { collect, line, until } from '../script.ts'
import { everySplit } from './every-split.ts'
import { memoryTransport } from './memory-transport.ts'
import { orDeclined } from './or-declined.ts'
import { converse, follow, play } from './play.ts'
import { ask } from './sample.ts'
import { inOneChunk, lineOctets, readTranscript, serverOctets, transcript } from './transcript.ts'

const retr: Command<string> = {
  line: 'RETR 1',
  *talk({ input }) {
    yield* line(input)
    return (yield* collect(input, dotFraming())).toString()
  },
}

const login: Command<string> = {
  line: 'AUTH LOGIN',
  *talk({ input, output }) {
    yield* line(input)
    output.write('YWxpY2U=\r\n')
    return yield* line(input)
  },
}

test('a transcript is read as RFCs print it, with or without a blank behind the colon', () => {
  expect(transcript('A heading\n  C: STAT\n\tS: +OK 2 320\r\nS:bare\nS:\nS:  two blanks\n... S: no\n')).toEqual([
    { from: 'client', text: 'STAT' },
    { from: 'server', text: '+OK 2 320' },
    { from: 'server', text: 'bare' },
    { from: 'server', text: '' },
    { from: 'server', text: ' two blanks' },
  ])
  expect(serverOctets('S: Grüße\nC: x\nS: .').toString()).toBe('Grüße\r\n.\r\n')
  expect(serverOctets(String.raw`S: \xc7\xEB ok \x`)).toEqual(Buffer.from('\xc7\xeb ok \\x\r\n', 'latin1'))
})

test('a backslash at the end of a line leaves its end out', () => {
  expect(serverOctets('S: in \\\nS: two\nS: end\\').toString()).toBe('in two\r\nend')
  expect(serverOctets(String.raw`S: \x5c`).toString()).toBe('\\\r\n')
  expect(serverOctets(String.raw`S: \x5c\xff\x0a\\`)).toEqual(Buffer.from('\\\xff\n\\', 'latin1'))
})

test('what the server says in a row is one chunk, with all its octets', () => {
  const text = 'S: one\nC: A\nS: two \\\nS: three\nS: four\nC: B\nC: C\nS: five'
  const joined = inOneChunk(transcript(text))
  expect(joined.map(({ from }) => from)).toEqual(['server', 'client', 'server', 'client', 'client', 'server'])
  expect(lineOctets(joined[2]!.text).toString()).toBe('two three\r\nfour\r\n')
})

test('what a server declines is an answer, what breaks is none', async () => {
  expect(await orDeclined(Promise.resolve(1))).toBe(1)
  expect(await orDeclined(converse(ask('STAT'), 'C: STAT\nS: NO way'))).toBe('STAT: NO way')
  await expect(orDeclined(Promise.reject(new TypeError('no')))).rejects.toThrow(TypeError)
})

test('a transcript is read from its file', () => {
  const file = join(tmpdir(), `linewire-transcript-${process.pid}.txt`)
  writeFileSync(file, '# RFC 1939 §5\nC: STAT\nS: +OK 2 320\n')
  try {
    expect(transcript(readTranscript(pathToFileURL(file))).map(({ text }) => text)).toEqual(['STAT', '+OK 2 320'])
  } finally {
    rmSync(file)
  }
})

test('play() reads what the server says and gives the value, or throws what the command throws', () => {
  expect(play(retr, 'S: +OK\nS: one\nS: ..\nS: .')).toBe('one\r\n.\r\n')
  expect(play(ask('STAT'), 'C: STAT\nS: 2 320')).toBe('2 320')
  expect(() => play(ask('STAT'), 'S: NO')).toThrow(ReplyError)
})

test('play() finds a transcript that does not fit', () => {
  expect(() => play(ask('STAT'), 'C: LIST\nS: 2 320')).toThrow('the command sends "STAT", the transcript says "LIST"')
  expect(() => play(ask('STAT'), '')).toThrow('not complete')
  expect(() => play(ask('STAT'), 'S: 2 320\nS: more')).toThrow('6 octets of the transcript were not read')
  expect(() => play(login, 'S: +')).toThrow('use converse()')
})

test('converse() plays the server against an engine, split as you like', async () => {
  const text = 'C: AUTH LOGIN\nS: + VXNlcm5hbWU6\nC: YWxpY2U=\nS: +OK'
  for (const chunks of everySplit('+OK\r\n')) {
    const sizes = chunks.map((chunk) => chunk.length)
    const split = (octets: Buffer): Buffer[] => {
      let at = 0
      const pieces = sizes.map((size) => octets.subarray(at, (at += size)))
      return [...pieces, octets.subarray(at)].filter((piece) => piece.length > 0)
    }
    expect(await converse(login, text, { split })).toBe('+OK')
  }
  await expect(converse(ask('STAT'), 'C: STAT\nS: NO')).rejects.toThrow(ReplyError)
})

test('converse() finds a client that says something else', async () => {
  await expect(converse(ask('STAT'), 'C: LIST\nS: 2')).rejects.toThrow('expected the client to write "LIST\\r\\n"')
  await expect(converse(login, 'C: AUTH LOGIN\nS: +\nC: Ym9i\nS: +OK')).rejects.toThrow('it wrote')
})

test('converse() takes what a command sends from a source', async () => {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one\r\n')
    yield Buffer.from('.\r\n')
  }
  const post: Command<string> = {
    line: 'POST',
    *talk({ input, output }) {
      yield* line(input)
      yield* until(output.send(source()))
      return yield* line(input)
    },
  }
  expect(await converse(post, 'C: POST\nS: 340\nC: one\nC: .\nS: 240 thanks')).toBe('240 thanks')
})

test('follow() plays the server of a client of your own', async () => {
  const transport = memoryTransport()
  let heard = ''
  transport.start({
    data: (chunk) => {
      heard += chunk.toString()
      if (heard === 'hello\r\n') transport.write('QUIT\r\n')
    },
    drain: () => {},
    end: () => {},
    close: () => {},
  })
  await follow(transport, 'S: hello\nC: QUIT\nS: bye')
  expect(heard).toBe('hello\r\nbye\r\n')
})

test('every split is the same octets: whole, in two everywhere, one by one, and in other ways', () => {
  const text = 'Grüße\r\n.\r\n'
  const whole = Buffer.from(text)
  const ways = [...everySplit(text)]
  for (const chunks of ways) {
    expect(Buffer.concat(chunks)).toEqual(whole)
    expect(chunks.every((chunk) => chunk.length > 0)).toBe(true)
  }
  expect(ways[0]).toHaveLength(1)
  expect(ways.filter((chunks) => chunks.length === 2).length).toBeGreaterThanOrEqual(whole.length - 1)
  expect(ways.some((chunks) => chunks.length === whole.length)).toBe(true)
  expect(ways.length).toBe(1 + (whole.length - 1) + 1 + 8)
  expect([...everySplit(text)]).toEqual(ways)
})
