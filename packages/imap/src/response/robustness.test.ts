import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ParseError } from './parse-error.ts'
import { parseResponse } from './response.ts'
import { segmentText } from './segment-text.ts'
import type { Segments } from './segments.ts'

const RESPONSES = [
  '* 1 FETCH (UID 7 FLAGS (\\Seen $Junk) INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 4286 MODSEQ (12) ENVELOPE ("Wed, 17 Jul 1996 02:23:25 -0700" "=?UTF-8?Q?a?=" (("T" NIL "gray" "x.edu")) NIL NIL ((NIL NIL "g" NIL)(NIL NIL NIL NIL)) NIL NIL NIL "<B@x>") BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 1152 23)("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 3 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1) 1) "MIXED" ("BOUNDARY" "b") ("INLINE" NIL) ("en") "loc"))',
  '* 12 FETCH (BODY[HEADER.FIELDS (SUBJECT)] {4}\r\nabcd BODY[1]<0> {3}\r\nxyz BINARY.SIZE[1] 7 BODY[2] NIL X-GM-LABELS (\\Inbox "a"))',
  '* LIST (\\HasNoChildren \\Sent) "/" {4}\r\nSent ("CHILDINFO" ("SUBSCRIBED"))',
  '* STATUS "INBOX" (MESSAGES 231 UIDNEXT 44292 HIGHESTMODSEQ 7011231777 APPENDLIMIT NIL)',
  '* ESEARCH (TAG "A282") UID COUNT 17 ALL 4:18,21,28 PARTIAL (1:10 4:5)',
  '* SEARCH 2 5 6 (MODSEQ 917162500)',
  '* THREAD (2)(3 6 (4 23)(44 7 96))',
  '* VANISHED (EARLIER) 300:310,405,411',
  '* NAMESPACE (("" "/")) NIL (("#shared/" "/")("#public/" "/" "X-PARAM" ("FLAG1" "FLAG2")))',
  '* ID ("name" "Cyrus" "version" NIL)',
  '* QUOTA "" (STORAGE 10 512 MESSAGE 1 2)',
  '* METADATA "INBOX" (/private/comment {2}\r\nab /shared/comment NIL)',
  '* LISTRIGHTS ~/Mail/saved smith la r swicdkxte',
  '* CAPABILITY IMAP4rev1 LITERAL+',
  '* OK [PERMANENTFLAGS (\\Deleted \\Seen [x] \\*)] Limited',
  'A1 OK [COPYUID 38505 304,319:320 3956:3958] Done',
  'A1 NO [BADCHARSET (US-ASCII "x")] no',
  '+ idling',
]

/** What the parser says of it: anything, or that it is malformed. Whatever else is thrown fails the test. */
function survives(segments: Segments): void {
  try {
    const response = parseResponse(segments)
    expect(response.kind).toMatch(/^(tagged|status|continue|data)$/)
    // getters and decoders must hold as well
    JSON.stringify(response, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
  }
}

const responses = fc.constantFrom(...RESPONSES).map((text) => segmentText(text))
const piecesOf = (segments: Segments): Buffer[] => (Buffer.isBuffer(segments) ? [segments] : [...segments.pieces])

test.each(RESPONSES)('is a response: %s', (text) => {
  const response = parseResponse(segmentText(text))
  if (response.kind === 'data') expect(response.type).not.toBe('UNKNOWN')
  if (response.kind === 'data' && response.type === 'FETCH') expect(response.malformed).toEqual([])
})

test('any octet may be any other', () => {
  const change = fc.tuple(
    fc.nat(),
    fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...Buffer.from('()"{}[]\\ *0-9N'))),
  )
  fc.assert(
    fc.property(responses, fc.array(change, { minLength: 1, maxLength: 4 }), (segments, changes) => {
      const pieces = piecesOf(segments).map((piece) => Buffer.from(piece))
      for (const [place, octet] of changes) {
        const piece = pieces[place % pieces.length]!
        if (piece.length > 0) piece[(place >>> 3) % piece.length] = octet
      }
      survives(Buffer.isBuffer(segments) ? pieces[0]! : { pieces, literals: segments.literals })
    }),
    { numRuns: 3000 },
  )
})

test('a response may end anywhere', () => {
  for (const text of RESPONSES) {
    const segments = segmentText(text)
    if (!Buffer.isBuffer(segments)) continue
    for (let end = 0; end < segments.length; end++) survives(segments.subarray(0, end))
  }
})

test('octets may be missing or come twice', () => {
  fc.assert(
    fc.property(responses, fc.nat(), fc.nat({ max: 20 }), fc.boolean(), (segments, place, length, twice) => {
      const pieces = piecesOf(segments)
      const i = place % pieces.length
      const piece = pieces[i]!
      const at = piece.length === 0 ? 0 : place % piece.length
      const rest = piece.subarray(twice ? at : at + length)
      pieces[i] = Buffer.concat([piece.subarray(0, twice ? Math.min(piece.length, at + length) : at), rest])
      survives(Buffer.isBuffer(segments) ? pieces[0]! : { pieces, literals: segments.literals })
    }),
    { numRuns: 3000 },
  )
})

test('a literal may stand anywhere, in memory or gone to a stream', () => {
  fc.assert(
    fc.property(responses, fc.nat(), fc.boolean(), (segments, place, streamed) => {
      const [first = Buffer.alloc(0)] = piecesOf(segments)
      const at = place % (first.length + 1)
      survives({
        pieces: [first.subarray(0, at), first.subarray(at)],
        literals: [streamed ? { size: 5 } : Buffer.from('a"b\r\n')],
      })
    }),
    { numRuns: 3000 },
  )
})

test('any octets behind "* " are a response or malformed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (octets) =>
      survives(Buffer.concat([Buffer.from('* 1 FETCH ('), octets])),
    ),
    { numRuns: 3000 },
  )
})
