import { ArgumentError } from '@linewire/wire'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { compileFetch, type FetchQuery, type Message, MissingItemError } from './fetch-query.ts'
import type { Flag } from './flags.ts'
import type { BodyPart } from './response/body-structure.ts'
import type { Envelope } from './response/envelope.ts'
import { FetchData } from './response/fetch-data.ts'
import type { HeaderBlock } from './response/header-block.ts'
import { parseResponse } from './response/response.ts'
import { segmentText } from './response/segment-text.ts'

function data(text: string): FetchData {
  const response = parseResponse(segmentText(`* 3 FETCH (${text})`))
  if (!(response instanceof FetchData)) throw new Error('not a FETCH response')
  return response
}

describe('the type of a message follows its query', () => {
  test('what is asked for is there, and nothing else', () => {
    const plan = compileFetch({ envelope: true, size: true, flags: false, headers: ['Subject'] })
    type M = ReturnType<typeof plan.message>
    expectTypeOf<M['envelope']>().toEqualTypeOf<Envelope>()
    expectTypeOf<M['size']>().toEqualTypeOf<number>()
    expectTypeOf<M['headers']>().toEqualTypeOf<HeaderBlock>()
    expectTypeOf<M['uid']>().toEqualTypeOf<number>()
    expectTypeOf<M['seq']>().toEqualTypeOf<number>()
    expectTypeOf<M>().not.toHaveProperty('flags')
    expectTypeOf<M>().not.toHaveProperty('source')
    const message = plan.message(
      data(
        'UID 7 RFC822.SIZE 9 ENVELOPE (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) BODY[HEADER.FIELDS (SUBJECT)] {12}\r\nSubject: s\r\n',
      ),
    )
    expect(message).toMatchObject({ seq: 3, uid: 7, size: 9, envelope: { subject: 's' }, missing: [] })
    expect(message.headers.get('subject')).toBe('s')
    expect(Object.keys(message)).not.toContain('flags')
  })

  test('what may be asked for may be there', () => {
    expectTypeOf<Message<FetchQuery>['flags']>().toEqualTypeOf<ReadonlySet<Flag> | undefined>()
    expectTypeOf<Message<{ size: boolean }>['size']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<Message<{ bodyStructure: true }>['bodyStructure']>().toEqualTypeOf<BodyPart>()
    expectTypeOf<Message<{ source: { start: number; length: number } }>['source']>().toEqualTypeOf<Uint8Array>()
    expectTypeOf<Message<{ internalDate: true }>['internalDate']>().toEqualTypeOf<Date | null>()
    expect(compileFetch({ size: Date.now() < 0 }).items).toBe('(UID)')
  })
})

describe('the items of a query', () => {
  test.each<[FetchQuery, string]>([
    [{}, '(UID)'],
    [{ uid: true, flags: true, envelope: true }, '(UID FLAGS ENVELOPE)'],
    [
      { bodyStructure: true, internalDate: true, size: true, modseq: true, preview: true, labels: true },
      '(UID INTERNALDATE RFC822.SIZE BODYSTRUCTURE MODSEQ PREVIEW X-GM-LABELS)',
    ],
    [{ saveDate: true, emailId: true, threadId: true }, '(UID SAVEDATE EMAILID THREADID)'],
    [{ headers: true }, '(UID BODY.PEEK[HEADER])'],
    [{ headers: ['Subject', 'X-a'] }, '(UID BODY.PEEK[HEADER.FIELDS (Subject X-a)])'],
    [{ source: true }, '(UID BODY.PEEK[])'],
    [{ source: { start: 0, length: 100 } }, '(UID BODY.PEEK[]<0.100>)'],
    [{ parts: ['1', '1.mime', 'TEXT'] }, '(UID BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[TEXT])'],
    [
      {
        parts: [
          { part: '2', decoded: true },
          { part: '1', start: 5, length: 2 },
        ],
      },
      '(UID BINARY.PEEK[2] BODY.PEEK[1]<5.2>)',
    ],
  ])('%o', (query, items) => expect(compileFetch(query).items).toBe(items))

  test.each<FetchQuery>([
    { parts: ['1]'] },
    { parts: ['0'] },
    { parts: ['1.'] },
    { parts: ['1 LOGOUT'] },
    { parts: ['1\r\n'] },
    { parts: ['HEADER.FIELDS (X)'] },
    { parts: [{ part: '1', length: 0 }] },
    { parts: [{ part: '1', start: 5 }] },
    { parts: [{ part: '1', start: 1.5, length: 1 }] },
    { parts: [{ part: '1.MIME', decoded: true }] },
    { source: { start: -1, length: 1 } },
    { headers: [] },
    { headers: ['a b'] },
    { headers: ['a:'] },
    { headers: ['a\r\n'] },
  ])('%o is refused', (query) => expect(() => compileFetch(query)).toThrow(ArgumentError))
})

describe('a message is read from its response', () => {
  test('source and parts, whole or in part', () => {
    const plan = compileFetch({
      source: { start: 4, length: 3 },
      parts: ['1', { part: '1', start: 0, length: 2 }, '9'],
    })
    const message = plan.message(data('UID 7 BODY[]<4> {3}\r\nabc BODY[1] {2}\r\nxy BODY[1]<0> {2}\r\nx! BODY[9] NIL'))
    expect(Buffer.from(message.source).toString()).toBe('abc')
    expect([...message.parts].map(([part, octets]) => [part, octets && Buffer.from(octets).toString()])).toEqual([
      ['1', 'xy'],
      ['1<0>', 'x!'],
      ['9', null],
    ])
  })

  test('what the server left out throws when it is read, and only then', () => {
    const message = compileFetch({ envelope: true, size: true }).message(data('UID 7 RFC822.SIZE 9'))
    expect(message.missing).toEqual(['envelope'])
    expect(message.size).toBe(9)
    expect(JSON.stringify(message)).toBe('{"seq":3,"missing":["envelope"],"uid":7,"size":9}')
    expect(() => message.envelope).toThrow(MissingItemError)
    expect(() => message.envelope).toThrow('message 7: the server sent no envelope')
  })

  test('so does what it sent malformed, with the reason', () => {
    const message = compileFetch({ envelope: true, flags: true }).message(
      data('UID 7 ENVELOPE ("a" "b" x) FLAGS (\\Seen)'),
    )
    expect(message.flags.has('\\Seen')).toBe(true)
    expect(() => message.envelope).toThrow(/ENVELOPE was malformed: expected a list of addresses/)
  })

  test('a response that has nothing of it is another’s', () => {
    const plan = compileFetch({ envelope: true })
    expect(plan.answers(data('UID 7 FLAGS (\\Seen)'))).toBe(false)
    expect(plan.answers(data('UID 7 ENVELOPE ()'))).toBe(true)
    expect(plan.answers(data('UID 7 ENVELOPE (x'))).toBe(true)
    expect(compileFetch({}).answers(data('UID 7'))).toBe(true)
  })
})
