import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dotFraming, dotStuffed } from './dot.ts'
import { Input } from './input.ts'
import { everySplit } from './testing/every-split.ts'

interface Read {
  body: string
  over: boolean
  rest: string
}

function read(chunks: Iterable<Uint8Array>, bareLf = false): Read {
  const input = new Input()
  const framing = dotFraming(bareLf)
  let body = ''
  let over = false
  for (const chunk of chunks) {
    input.push(Buffer.from(chunk))
    if (over) continue
    over = framing.feed(input, (piece) => {
      expect(piece.length).toBeGreaterThan(0)
      body += piece.toString('latin1')
    })
  }
  let rest = ''
  for (let piece = input.take(); piece.length > 0; piece = input.take()) rest += piece.toString('latin1')
  return { body, over, rest }
}

function everyWay(octets: string, expected: Read, bareLf = false): void {
  for (const chunks of everySplit(octets)) expect(read(chunks, bareLf)).toEqual(expected)
}

async function stuff(chunks: Iterable<Uint8Array>): Promise<string> {
  let text = ''
  for await (const piece of dotStuffed(asyncly(chunks))) text += piece.toString('latin1')
  return text
}

async function* asyncly(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks
}

const whole = (body: string, rest = ''): Read => ({ body, over: true, rest })
const unended = (body: string): Read => ({ body, over: false, rest: '' })

test('a lone dot ends the body, and what follows is not part of it', () => {
  everyWay('a\r\nb\r\n.\r\n+OK next\r\n', whole('a\r\nb\r\n', '+OK next\r\n'))
})

test('a body may have no lines at all', () => {
  everyWay('.\r\n', whole(''))
  everyWay('.\r\n.\r\n', whole('', '.\r\n'))
})

test('a dot that begins a line is taken off', () => {
  everyWay('..\r\n...a\r\n.b\r\nc.\r\n.\r\n', whole('.\r\n..a\r\nb\r\nc.\r\n'))
})

test('a bare LF never makes the end of a body (smuggling)', () => {
  everyWay('a\n.\n', unended('a\n.\n'))
  everyWay('a\n.\r\n', unended('a\n.\r\n'))
  everyWay('a\r\n.\n.\r\n', unended('a\r\n\n.\r\n'))
  everyWay('a\n.\nMAIL FROM:<x@x>\r\n.\r\nDATA', whole('a\n.\nMAIL FROM:<x@x>\r\n', 'DATA'))
})

test('nor does a bare CR', () => {
  everyWay('a\r.\r\nb\r\n.\r\n', whole('a\r.\r\nb\r\n'))
  everyWay('a\r\n.\r.\r\nb\r\n.\r\n', whole('a\r\n\r.\r\nb\r\n'))
  everyWay('a\r\n.\r\r\n.\r\n', whole('a\r\n\r\r\n'))
})

test('an odd number of CRs before LF ends a line', () => {
  everyWay('a\r\r\n.\r\nnext', whole('a\r\r\n', 'next'))
})

test('a server whose lines end in LF alone is read when its reply line ended so', () => {
  everyWay('a\n..b\n.\nnext', whole('a\n.b\n', 'next'), true)
  everyWay('a\r\n..b\r\n.\r\nnext', whole('a\r\n.b\r\n', 'next'), true)
  everyWay('.\nnext', whole('', 'next'), true)
})

test('a message goes out with its dots doubled, and ends in a lone dot', async () => {
  const cases = [
    ['', '.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['a\r\n.\r\nb\r\n', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\n.\nb\n', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r.\rb\r', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r\n.\n', 'a\r\n..\r\n.\r\n'],
    ['a\r\r\n', 'a\r\n\r\n.\r\n'],
    ['\n\n', '\r\n\r\n.\r\n'],
  ] as const
  for (const [source, out] of cases) {
    if (source === '') expect(await stuff([])).toBe(out)
    for (const chunks of everySplit(source)) expect(await stuff(chunks)).toBe(out)
  }
})

test('nothing that a message contains ends it before its end, on any server (smuggling)', async () => {
  for (const smuggled of ['a\n.\nb', 'a\n.\r\nb', 'a\r.\rb', 'a\r\n.\rb', 'a\r.\r\nb', 'a\r\n.\nb', '\n.\r\n']) {
    for (const chunks of everySplit(smuggled)) {
      const out = await stuff(chunks)
      expect(out.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(out.indexOf('\r\n.\r\n')).toBe(out.length - 5)
    }
  }
})

test('a clean chunk goes out as it is, without a copy', async () => {
  const chunk = Buffer.from('a line\r\nanother\r\n')
  const first = await dotStuffed(asyncly([chunk])).next()
  expect(first.value).toBe(chunk)
})

/** Text of the octets that matter, in pieces. */
const chunked = fc.array(
  fc.array(fc.constantFrom('a', '.', '\r', '\n', '\r\n', '\r\n.', '\xff'), { maxLength: 8 }).map((x) => x.join('')),
  { maxLength: 12 },
)

test('what was stuffed reads back as the source with its line ends normalised, however both are cut', async () => {
  await fc.assert(
    fc.asyncProperty(chunked, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (pieces, cuts) => {
      const source = pieces.join('')
      const lines = source.replace(/\r\n|\r|\n/g, '\r\n')
      const normalised = lines === '' || lines.endsWith('\r\n') ? lines : `${lines}\r\n`
      const out = Buffer.from(`${await stuff(pieces.map((piece) => Buffer.from(piece, 'latin1')))}NEXT`, 'latin1')
      const chunks: Buffer[] = []
      for (let at = 0, i = 0; at < out.length; i++) {
        const size = cuts[i % cuts.length]!
        chunks.push(out.subarray(at, at + size))
        at += size
      }
      expect(read(chunks)).toEqual(whole(normalised, 'NEXT'))
    }),
    { numRuns: 1000 },
  )
})

test('any octets read the same, however they are cut', () => {
  fc.assert(
    fc.property(chunked, fc.boolean(), (pieces, bareLf) => {
      const octets = pieces.join('')
      expect(
        read(
          pieces.map((piece) => Buffer.from(piece, 'latin1')),
          bareLf,
        ),
      ).toEqual(read([Buffer.from(octets, 'latin1')], bareLf))
    }),
    { numRuns: 1000 },
  )
})

test('what is read at once is what is read piece by piece, and what follows is left', () => {
  const bodies = [
    '',
    '.',
    '..',
    'a',
    '.a\r\n',
    '..\r\n',
    'a\r\n..b\r\n...\r\nc\r\n',
    '.\r.\n.\r\n',
    '\xff\r\n..\xfe\r\n',
    'a\n.\nb\r\n',
  ]
  for (const body of bodies) {
    const whole = `${body.startsWith('.') ? `.${body}` : body}${body === '' || body.endsWith('\r\n') ? '' : '\r\n'}.\r\n+OK next\r\n`
    const at = new Input()
    at.push(Buffer.from(whole, 'latin1'))
    const once = dotFraming().whole!(at)!
    const split = new Input()
    const framing = dotFraming()
    const pieces: Buffer[] = []
    for (const octet of Buffer.from(whole, 'latin1')) {
      split.push(Buffer.from([octet]))
      if (framing.feed(split, (piece) => pieces.push(Buffer.from(piece)))) break
    }
    expect(once.toString('latin1')).toBe(Buffer.concat(pieces).toString('latin1'))
    expect(at.take().toString('latin1')).toBe('+OK next\r\n')
  }
})

test('what is not all there is not read at once, and nothing of it is lost', () => {
  for (const part of ['', '.', '.\r', 'a\r\n', 'a\r\n.', 'a\r\n.\r', 'a\r\n..\r\n', 'a\n.\n']) {
    const input = new Input()
    input.push(Buffer.from(part))
    expect(dotFraming().whole!(input)).toBeUndefined()
    expect(input.take().toString()).toBe(part)
  }
})
