import { expect, test } from 'vitest'
import { parseResponse } from './response.ts'
import { segmentText } from './segment-text.ts'

test.each<[string, string, object]>([
  // RFC 9051 §7.3.2
  ['* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)', 'blurdybloop', { messages: 231, uidNext: 44292 }],
  [
    '* STATUS "a b" (RECENT 1 UIDVALIDITY 2 UNSEEN 3 DELETED 4 SIZE 5000000000 HIGHESTMODSEQ 7011231777 APPENDLIMIT NIL MAILBOXID (F2212ea87))',
    'a b',
    {
      recent: 1,
      uidValidity: 2,
      unseen: 3,
      deleted: 4,
      size: 5_000_000_000,
      highestModseq: 7011231777n,
      appendLimit: null,
      mailboxId: 'F2212ea87',
    },
  ],
  ['* STATUS INBOX (X-NEW (a b) MESSAGES 1)', 'INBOX', { messages: 1 }],
  ['* STATUS inbox (MESSAGES 17 ) ', 'INBOX', { messages: 17 }],
  // 163.com (defects#15)
  ['* STATUS {5}\r\na b c ()', 'a b c', {}],
  ['* STATUS "x"', 'x', {}],
  // UTF-8 and a space in a bare name
  ['* STATUS Społeczności i inne (MESSAGES 1)', 'Społeczności i inne', { messages: 1 }],
  ['* STATUS x (UIDNEXT 0 UIDVALIDITY 0 UNSEEN 0)', 'x', { uidNext: 0, uidValidity: 0, unseen: 0 }],
])('%s', (text, mailbox, items) => {
  expect(parseResponse(segmentText(text))).toEqual({ kind: 'data', type: 'STATUS', mailbox, items })
})
