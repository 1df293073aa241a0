import { describe, expect, test } from 'vitest'
import { parseResponse } from './response.ts'
import { segmentText } from './segment-text.ts'

function list(text: string) {
  const data = parseResponse(segmentText(text))
  if (data.kind !== 'data' || (data.type !== 'LIST' && data.type !== 'LSUB' && data.type !== 'XLIST'))
    throw new Error('not a list')
  return { ...data, attributes: [...data.attributes], extended: Object.fromEntries(data.extended) }
}

test.each<[string, object]>([
  // RFC 9051 §7.3.1, RFC 5258 §5
  [
    '* LIST (\\Noselect) "/" ~/Mail/foo',
    { type: 'LIST', attributes: ['\\Noselect'], delimiter: '/', mailbox: '~/Mail/foo', extended: {} },
  ],
  [
    '* LSUB () "." "#news.comp.mail.misc"',
    { type: 'LSUB', attributes: [], delimiter: '.', mailbox: '#news.comp.mail.misc' },
  ],
  [
    '* LIST (\\haschildren) "/" "Foo" ("CHILDINFO" ("SUBSCRIBED"))',
    { attributes: ['\\HasChildren'], extended: { CHILDINFO: ['SUBSCRIBED'] } },
  ],
  ['* LIST () "/" Bar (OLDNAME ("Old \\"x\\""))', { mailbox: 'Bar', extended: { OLDNAME: ['Old "x"'] } }],
  ['* LIST (\\Sent) "/" {5}\r\nSent!', { mailbox: 'Sent!', attributes: ['\\Sent'] }],
  ['* LIST () "\\\\" "a\\\\b"', { delimiter: '\\', mailbox: 'a\\b' }],
  ['* LIST () "/" "Entw&APw-rfe"', { mailbox: 'Entw&APw-rfe' }],
])('%s', (text, expected) => expect(list(text)).toMatchObject(expected))

describe('quirks of servers', () => {
  test.each<[string, string, object]>([
    ['no delimiter', '* LIST () NIL INBOX', { delimiter: null, mailbox: 'INBOX' }],
    ['no name', '* LIST (\\Noselect) "/" NIL', { mailbox: '' }],
    ['an empty name', '* LIST (\\Noselect) "/" ""', { mailbox: '' }],
    ['a tab in a bare name (Exchange, MailKit#945)', '* LIST () "/" a\tb', { mailbox: 'a\tb' }],
    ['brackets in a bare name', '* LIST () "/" [Gmail]/All', { mailbox: '[Gmail]/All' }],
    ['a space in a bare name', '* LIST () "/" a b ("X" "y")', { mailbox: 'a b', extended: { X: 'y' } }],
    ['Inbox (Yahoo)', '* LIST () "/" Inbox', { mailbox: 'INBOX' }],
    [
      '\\NonExistent without \\Noselect',
      '* LIST (\\NonExistent) "/" x',
      { attributes: ['\\NonExistent', '\\Noselect'] },
    ],
    ['NIL among the attributes', '* LIST (NIL \\Marked) "/" x', { attributes: ['\\Marked'] }],
    ['XLIST', '* XLIST (\\AllMail) "/" x', { type: 'XLIST', attributes: ['\\AllMail'] }],
    ['eight bits in a bare name', '* LIST () "/" Społeczności', { mailbox: 'Społeczności' }],
  ])('%s', (_, text, expected) => expect(list(text)).toMatchObject(expected))
})
