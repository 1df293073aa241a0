import { expect, test } from 'vitest'
import { parseResponse } from './response.ts'
import { segmentText } from './segment-text.ts'

test.each<[string, object]>([
  // RFC 2342 §5
  [
    '* NAMESPACE (("" "/")) (("~" "/")) (("#shared/" "/")("#public/" "/" "X-PARAM" ("FLAG1" "FLAG2")))',
    {
      type: 'NAMESPACE',
      personal: [{ prefix: '', delimiter: '/' }],
      other: [{ prefix: '~', delimiter: '/' }],
      shared: [
        { prefix: '#shared/', delimiter: '/' },
        { prefix: '#public/', delimiter: '/' },
      ],
    },
  ],
  ['* NAMESPACE NIL NIL (("" NIL))', { personal: [], other: [], shared: [{ prefix: '', delimiter: null }] }],
  ['* NAMESPACE NIL', { personal: [], other: [], shared: [] }],
  // RFC 2971 §3.3
  [
    '* ID ("name" "Cyrus" "Version" "1.5" "os" NIL)',
    {
      type: 'ID',
      fields: new Map([
        ['name', 'Cyrus'],
        ['version', '1.5'],
        ['os', null],
      ]),
    },
  ],
  ['* ID NIL ', { fields: new Map() }],
  ['* ID ()', { fields: new Map() }],
  // RFC 9208 §4.2; Gmail's numbers have 64 bits
  ['* QUOTA "" (STORAGE 10 512)', { type: 'QUOTA', root: '', resources: [{ name: 'STORAGE', usage: 10, limit: 512 }] }],
  [
    '* QUOTA "!partition/sda4" (storage 1 5000000000000 MESSAGE 1 2)',
    { root: '!partition/sda4', resources: [{ name: 'STORAGE', limit: 5e12 }, { name: 'MESSAGE' }] },
  ],
  ['* QUOTA (STORAGE 1 2)', { root: '', resources: [{ usage: 1 }] }],
  ['* QUOTAROOT inbox "" "#x"', { type: 'QUOTAROOT', mailbox: 'INBOX', roots: ['', '#x'] }],
  ['* QUOTAROOT comp.mail.mime', { mailbox: 'comp.mail.mime', roots: [] }],
  // RFC 4314 §3
  [
    '* ACL INBOX Fred rwipsldexta David lrswideta',
    {
      type: 'ACL',
      mailbox: 'INBOX',
      rights: new Map([
        ['Fred', 'rwipsldexta'],
        ['David', 'lrswideta'],
      ]),
    },
  ],
  ['* MYRIGHTS "a b" rwiptsldaex', { type: 'MYRIGHTS', mailbox: 'a b', rights: 'rwiptsldaex' }],
  [
    '* LISTRIGHTS ~/Mail/saved smith la r swicdkxte',
    { type: 'LISTRIGHTS', mailbox: '~/Mail/saved', identifier: 'smith', required: 'la', optional: ['r', 'swicdkxte'] },
  ],
  // RFC 5464 §4
  [
    '* METADATA "INBOX" (/private/comment "My comment" /shared/comment NIL)',
    {
      type: 'METADATA',
      mailbox: 'INBOX',
      entries: new Map([
        ['/private/comment', 'My comment'],
        ['/shared/comment', null],
      ]),
      changed: [],
    },
  ],
  ['* METADATA "" (/shared/x {5}\r\na\r\nb!)', { mailbox: '', entries: new Map([['/shared/x', 'a\r\nb!']]) }],
  [
    '* METADATA INBOX /shared/comment /private/comment',
    { mailbox: 'INBOX', changed: ['/shared/comment', '/private/comment'] },
  ],
])('%s', (text, data) => expect(parseResponse(segmentText(text))).toMatchObject(data))
