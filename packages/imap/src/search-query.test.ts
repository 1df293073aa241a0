import { describe, expect, test } from 'vitest'
import { compileSearch, type SearchQuery } from './search-query.ts'
import { UidSet } from './sets.ts'

const day = new Date('1994-02-01')

describe('a query becomes a search program', () => {
  test.each<[SearchQuery, string]>([
    // RFC 3501 §6.4.4
    [{ flagged: true, since: day, not: { from: 'Smith' } }, 'FLAGGED SINCE 1-Feb-1994 NOT (FROM "Smith")'],
    [{ text: 'string not in mailbox' }, 'TEXT "string not in mailbox"'],
    [{}, 'ALL'],
    [{ all: true }, 'ALL'],
    [{ unseen: true }, 'UNSEEN'],
    [{ seen: false }, 'UNSEEN'],
    [{ unseen: false, deleted: false }, 'SEEN UNDELETED'],
    [{ from: ['a', 'b c'] }, 'FROM "a" FROM "b c"'],
    [{ header: { 'X-Spam': true, 'Message-ID': '<a@b>' } }, 'HEADER X-Spam "" HEADER Message-ID "<a@b>"'],
    [{ or: [{ from: 'a' }, { to: 'a', unseen: true }] }, 'OR (FROM "a") (TO "a" UNSEEN)'],
    [{ or: [{ uid: 1 }, { uid: 2 }, { uid: 3 }] }, 'OR (UID 1) OR (UID 2) (UID 3)'],
    [{ or: [{ draft: true }] }, '(DRAFT)'],
    [{ not: [{ seen: true }, {}] }, 'NOT (SEEN) NOT (ALL)'],
    [{ uid: UidSet.from('9,1:3'), seq: '5:*' }, 'UID 1:3,9 5:*'],
    [{ larger: 1024, smaller: 2048 }, 'LARGER 1024 SMALLER 2048'],
    [{ keyword: '$Junk', unkeyword: ['a', 'b'] }, 'KEYWORD $Junk UNKEYWORD a UNKEYWORD b'],
    [{ sentOn: day, savedBefore: day, younger: 60 }, 'SENTON 1-Feb-1994 SAVEDBEFORE 1-Feb-1994 YOUNGER 60'],
    [{ modseq: 620162338n, emailId: 'M6d99' }, 'MODSEQ 620162338 EMAILID M6d99'],
    [{ gmailRaw: 'has:attachment' }, 'X-GM-RAW "has:attachment"'],
  ])('%o', (query, program) => {
    expect(compileSearch(query)).toEqual({ charset: undefined, parts: [program] })
  })

  test('undefined is as good as absent', () => {
    const query = { unseen: true, from: undefined } as unknown as SearchQuery
    expect(compileSearch(query).parts).toEqual(['UNSEEN'])
  })
})

describe('text beyond ASCII', () => {
  test('goes as a literal, under CHARSET UTF-8', () => {
    expect(compileSearch({ or: [{ subject: 'Ünïcode' }, { body: 'x' }], unseen: true })).toEqual({
      charset: 'UTF-8',
      parts: ['OR (SUBJECT ', { literal: Buffer.from('Ünïcode') }, ') (BODY "x") UNSEEN'],
    })
  })

  test('is quoted when the session is UTF-8, where CHARSET is forbidden', () => {
    expect(compileSearch({ subject: 'Ü' }, { utf8: true })).toEqual({ charset: undefined, parts: ['SUBJECT "Ü"'] })
  })
})

describe('nothing gets through but what the grammar allows', () => {
  test('line ends are refused as in every other argument', () => {
    expect(() => compileSearch({ subject: 'a\r\nb' })).toThrow('what is searched for must not contain CR, LF or NUL')
  })

  test.each<[string, object]>([
    ['a key that does not exist', { form: 'x' }],
    ['a key of Object.prototype', { constructor: true }],
    ['a header name with a space', { header: { 'a b': 'x' } }],
    ['a header name with a line end', { header: { 'a\r\n': 'x' } }],
    ['a keyword that is no atom', { keyword: 'a b' }],
    ['a system flag as a keyword', { keyword: '\\Seen' }],
    ['a set that is none', { uid: '1 LOGOUT' }],
    ['an empty set', { uid: [] }],
    ['a fraction', { larger: 1.5 }],
    ['a negative size', { smaller: -1 }],
    ['a number as text', { larger: '1\r\n' }],
    ['a date as text', { since: '1-Feb-1994' }],
    ['a date that is none', { since: new Date(Number.NaN) }],
    ['an object id with a space', { emailId: 'a b' }],
    ['an empty or', { or: [] }],
    ['NUL', { text: '\0' }],
    ['a word where a switch is asked for', { seen: 'no' }],
  ])('%s is refused', (_, query) => {
    expect(() => compileSearch(query as SearchQuery)).toThrow(/./)
  })
})
