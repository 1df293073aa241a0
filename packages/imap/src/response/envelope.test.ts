import { describe, expect, test } from 'vitest'
import { readEnvelope } from './envelope.ts'
import { ParseError } from './parse-error.ts'
import { Scanner } from './scanner.ts'
import { segmentText } from './segment-text.ts'

// "* X " makes the text the first line of data, so that its literals count
const read = (text: string) => {
  const scanner = new Scanner(segmentText(`* X ${text}`))
  scanner.at = 4
  return readEnvelope(scanner)
}
const addresses = (text: string) => read(`(NIL NIL ${text} NIL NIL NIL NIL NIL NIL NIL)`).from

test('the envelope of RFC 9051 §8', () => {
  const envelope = read(
    '("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev2 WG mtg summary and minutes" ' +
      '(("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) ' +
      '(("Terry Gray" NIL "gray" "cac.washington.edu")) ((NIL NIL "imap" "cac.washington.edu")) ' +
      '((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL "<B27397-0100000@cac.washington.edu>")',
  )
  expect(JSON.parse(JSON.stringify(envelope))).toEqual({
    date: '1996-07-17T09:23:25.000Z',
    subject: 'IMAP4rev2 WG mtg summary and minutes',
    from: [{ name: 'Terry Gray', address: 'gray@cac.washington.edu' }],
    sender: [{ name: 'Terry Gray', address: 'gray@cac.washington.edu' }],
    replyTo: [{ name: 'Terry Gray', address: 'gray@cac.washington.edu' }],
    to: [{ name: null, address: 'imap@cac.washington.edu' }],
    cc: [
      { name: null, address: 'minutes@CNRI.Reston.VA.US' },
      { name: 'John Klensin', address: 'KLENSIN@MIT.EDU' },
    ],
    bcc: [],
    inReplyTo: null,
    messageId: '<B27397-0100000@cac.washington.edu>',
  })
})

test('encoded words are decoded when asked for, the original is kept', () => {
  const envelope = read(
    '(NIL "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=" (("=?ISO-8859-1?Q?Andr=E9?=" NIL "a" "b")) NIL NIL NIL NIL NIL NIL NIL)',
  )
  expect(envelope.subject).toBe('Grüße')
  expect(envelope.rawSubject).toBe('=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=')
  expect(envelope.from[0]?.name).toBe('André')
})

test('literals stand wherever strings do', () => {
  const envelope = read(
    '({3}\r\nfoo {5}\r\na"b\\c (({1}\r\nN NIL {1}\r\nm {1}\r\nh)) NIL NIL NIL NIL NIL NIL {3}\r\n<x>)',
  )
  expect(envelope.subject).toBe('a"b\\c')
  expect(envelope.date).toBeNull()
  expect(envelope.from).toMatchObject([{ rawName: 'N', mailbox: 'm', host: 'h' }])
  expect(envelope.messageId).toBe('<x>')
})

test('octets beyond ASCII are UTF-8, or else kept one by one', () => {
  const bytes = Buffer.from('(NIL "Grüße" NIL NIL NIL NIL NIL NIL NIL NIL)')
  expect(readEnvelope(new Scanner(bytes)).subject).toBe('Grüße')
  // raw GBK (node-imap#870)
  const raw = Buffer.from('(NIL "\xb1\xb1" NIL NIL NIL NIL NIL NIL NIL NIL)', 'latin1')
  expect(readEnvelope(new Scanner(raw)).rawSubject).toBe('\xb1\xb1')
})

describe('quirks of servers', () => {
  test('message-id may be missing, and in-reply-to as well', () => {
    expect(read('(NIL "s" NIL NIL NIL NIL NIL NIL "<irt>")')).toMatchObject({ inReplyTo: '<irt>', messageId: null })
    expect(read('(NIL "s" NIL NIL NIL NIL NIL NIL)')).toMatchObject({
      rawSubject: 's',
      inReplyTo: null,
      messageId: null,
    })
    expect(read('()')).toMatchObject({ rawSubject: null, from: [] })
  })

  test('a field more than ten is passed over (Domino, MailKit)', () => {
    expect(read('(NIL "s" NIL NIL NIL NIL NIL NIL NIL "<id>" NIL)').messageId).toBe('<id>')
  })

  test('an address without a host', () => {
    expect(addresses('(("x" NIL NIL ".MISSING-HOST-NAME."))')).toMatchObject([
      { name: 'x', mailbox: null, host: null, address: '' },
    ])
    expect(addresses('(("x" NIL "y" NIL))')).toMatchObject([{ name: 'x', address: 'y' }])
    expect(addresses('((NIL NIL "root" NIL))')).toMatchObject([{ name: null, address: 'root', group: null }])
  })

  test('spaces between addresses (Outlook.com) and NIL among them', () => {
    expect(addresses('((NIL NIL "a" "x") (NIL NIL "b" "x")  NIL)')).toMatchObject([
      { address: 'a@x' },
      { address: 'b@x' },
    ])
  })

  test('an address of fewer than four fields', () => {
    expect(addresses('(("x" NIL "y"))')).toMatchObject([{ name: 'x', address: 'y' }])
  })

  test('Gmail puts name and address the wrong way round (MailKit#263, #1319)', () => {
    expect(addresses('(("Calendar <calendar-notification@google.com>" NIL "Google" NIL))')).toMatchObject([
      { name: 'Google Calendar', address: 'calendar-notification@google.com' },
    ])
    expect(addresses('(("<sender@domain.com>" NIL "=?UTF-8?Q?Dumm=C3=ADa?=" NIL))')).toMatchObject([
      { name: 'Dummía', address: 'sender@domain.com' },
    ])
  })

  test('quotes inside of quotes are content (jakarta mail#669)', () => {
    const id = '<1763943481.139839.JavaMail."cv@notice.zhipin.com"@v-bosszpmail-01>'
    expect(read(`(NIL NIL NIL NIL NIL NIL NIL NIL NIL "${id}")`).messageId).toBe(id)
  })
})

describe('groups', () => {
  test('members know their group', () => {
    expect(
      addresses('((NIL NIL "boys" NIL)(NIL NIL "tim" "x")(NIL NIL "tom" "x")(NIL NIL NIL NIL)(NIL NIL "eve" "x"))'),
    ).toMatchObject([
      { address: 'tim@x', group: 'boys' },
      { address: 'tom@x', group: 'boys' },
      { address: 'eve@x', group: null },
    ])
  })

  test('an empty group is one entry without an address', () => {
    expect(addresses('((NIL NIL "undisclosed-recipients" NIL)(NIL NIL NIL NIL))')).toMatchObject([
      { address: '', mailbox: null, group: 'undisclosed-recipients' },
    ])
  })
})

test.each(['(', '("', '("a', '("a" "b" (((', '("a" "b" foo)', 'x', ')'])('%j is no envelope', (text) => {
  expect(() => read(text)).toThrow(ParseError)
})
