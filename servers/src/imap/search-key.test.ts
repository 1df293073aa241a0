import { expect, test } from 'vitest'
import { Scanner, SyntaxFault } from './scanner.ts'
import { lazyPart, searchKeys } from './search-key.ts'
import { MailStore } from './store.ts'

const raw = Buffer.from(
  [
    'From: =?utf-8?q?J=C3=BCrgen_M?= =?iso-8859-1?B?/Gxs?= <j@example.org>',
    'To: bob@example.com',
    'Cc: carol@example.com',
    'Bcc: dan@example.com',
    'Subject: The Quick',
    ' Brown fox',
    'Date: Tue, 1 Jul 1997 23:30:00 -0800',
    'X-Empty:',
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'caf=E9 au la=',
    'it',
    '',
  ].join('\r\n'),
)

const store = new MailStore({
  INBOX: [{ raw, flags: ['\\Answered', '\\Flagged', '$Work'], date: new Date('1997-07-02T12:00:00Z') }],
})
const message = store.get('INBOX')!.messages[0]!

function matches(program: string, recent = false): boolean {
  const scanner = new Scanner(Buffer.from(program).toString('latin1'))
  const keys = searchKeys(scanner, 'utf-8')
  scanner.end()
  return keys({ message, number: 1, recent, part: lazyPart(message), largest: { number: 1, uid: 1 } })
}

test.each([
  'ALL',
  'ANSWERED',
  'FLAGGED',
  'UNDELETED UNDRAFT UNSEEN',
  'KEYWORD $Work',
  'UNKEYWORD $Other',
  'OLD',
  '1',
  '1:*',
  '*',
  'UID 1,7',
  'FROM jürgen',
  'FROM "Jürgen Müll"',
  'FROM J@EXAMPLE',
  'TO bob CC carol BCC dan',
  'SUBJECT "quick brown"',
  'HEADER X-Empty ""',
  'HEADER subject FOX',
  'BODY "café au lait"',
  'BODY {5+}\r\ncafé',
  'TEXT fox TEXT café',
  'ON 2-Jul-1997',
  'ON "2-Jul-1997"',
  'SINCE 2-jul-1997 BEFORE 3-Jul-1997',
  'SENTON 1-Jul-1997',
  'SENTSINCE 1-Jul-1997 SENTBEFORE 2-Jul-1997',
  'LARGER 10 SMALLER 100000',
  'NOT SEEN',
  'NOT (SEEN DELETED)',
  'OR SEEN (ANSWERED FLAGGED)',
  'OR OR SEEN DRAFT FLAGGED',
])('found by %s', (program) => {
  expect(matches(program)).toBe(true)
})

test.each([
  'SEEN',
  'DELETED',
  'DRAFT',
  'UNANSWERED',
  'UNFLAGGED',
  'RECENT',
  'NEW',
  'KEYWORD $Other',
  'UID 2',
  'HEADER X-None ""',
  'BODY fox',
  'BEFORE 2-Jul-1997',
  'SENTON 2-Jul-1997',
  'LARGER 100000',
  'NOT ALL',
  'OR SEEN DELETED',
  'ANSWERED SEEN',
])('not found by %s', (program) => {
  expect(matches(program)).toBe(false)
})

test('NEW is recent and unseen', () => {
  expect(matches('NEW', true)).toBe(true)
  expect(matches('RECENT', true)).toBe(true)
  expect(matches('OLD', true)).toBe(false)
})

test.each([
  '',
  'PERHAPS',
  'FROM',
  'ON 2-Foo-1997',
  'ON yesterday',
  'LARGER x',
  '(ALL',
  'NOT',
  'OR SEEN',
  'UID x',
  'ALL  SEEN',
  '0',
])('no search program: %s', (program) => {
  expect(() => matches(program)).toThrow(SyntaxFault)
})
