import { describe, expect, test } from 'vitest'
import { ParseError } from './parse-error.ts'
import { parseResponse } from './response.ts'
import { segmentText } from './segment-text.ts'

const parse = (text: string | Buffer) => parseResponse(segmentText(text))

describe('status responses', () => {
  test.each<[string, object]>([
    // RFC 9051 §7.1
    ['* OK IMAP4rev2 server ready', { kind: 'status', status: 'OK', text: 'IMAP4rev2 server ready' }],
    [
      '* OK [ALERT] System shutdown in 10 minutes',
      { kind: 'status', status: 'OK', code: { type: 'ALERT' }, text: 'System shutdown in 10 minutes' },
    ],
    [
      'A001 OK [READ-WRITE] SELECT completed',
      { kind: 'tagged', tag: 'A001', status: 'OK', code: { type: 'READ-WRITE' }, text: 'SELECT completed' },
    ],
    [
      'A222 NO COPY failed: disk is full',
      { kind: 'tagged', tag: 'A222', status: 'NO', text: 'COPY failed: disk is full' },
    ],
    ['* BAD Disk crash', { kind: 'status', status: 'BAD', text: 'Disk crash' }],
    ['* PREAUTH logged in as Smith', { kind: 'status', status: 'PREAUTH' }],
    ['* BYE Autologout; idle for too long', { kind: 'status', status: 'BYE', text: 'Autologout; idle for too long' }],
    ['+ Ready for additional command text', { kind: 'continue', text: 'Ready for additional command text' }],
    ['+ YGgGCSqGSIb3==', { kind: 'continue', text: 'YGgGCSqGSIb3==' }],
    ['+ ', { kind: 'continue', text: '' }],
  ])('%s', (text, response) => expect(parse(text)).toMatchObject(response))
})

describe('data', () => {
  test.each<[string, object]>([
    ['* 23 EXISTS', { kind: 'data', type: 'EXISTS', number: 23 }],
    ['* 5 RECENT', { type: 'RECENT', number: 5 }],
    ['* 44 EXPUNGE', { type: 'EXPUNGE', number: 44 }],
    [
      '* CAPABILITY STARTTLS AUTH=GSSAPI IMAP4rev2 LOGINDISABLED',
      { type: 'CAPABILITY', capabilities: ['STARTTLS', 'AUTH=GSSAPI', 'IMAP4REV2', 'LOGINDISABLED'] },
    ],
    ['* ENABLED CONDSTORE X-GOOD-IDEA', { type: 'ENABLED', capabilities: ['CONDSTORE', 'X-GOOD-IDEA'] }],
    ['* ENABLED', { type: 'ENABLED', capabilities: [] }],
    [
      '* FLAGS (\\Answered \\Flagged $MDNSent)',
      { type: 'FLAGS', flags: new Set(['\\Answered', '\\Flagged', '$MDNSent']) },
    ],
  ])('%s', (text, response) => expect(parse(text)).toMatchObject(response))

  test('of unknown names is kept', () => {
    expect(parse('* NOOP')).toEqual({ kind: 'data', type: 'UNKNOWN', name: 'NOOP', raw: Buffer.alloc(0) })
    expect(parse('* 99 NOOP')).toMatchObject({ type: 'UNKNOWN', name: 'NOOP', number: 99 })
    expect(parse('* XFOO a {2}\r\nbc d')).toMatchObject({
      type: 'UNKNOWN',
      name: 'XFOO',
      raw: Buffer.from('a {2}\r\nbc d'),
    })
  })
})

describe('quirks of servers', () => {
  test.each<[string, string, object]>([
    ['NUL octets before the response (imapflow)', '\0\0* OK hi', { kind: 'status', status: 'OK', text: 'hi' }],
    ['no text', '* OK', { kind: 'status', status: 'OK', text: '' }],
    ['a tag and OK, no more (go-imap#500)', 'A OK', { kind: 'tagged', tag: 'A', status: 'OK', text: '' }],
    [
      'a code and no text (Gmail, defects#28)',
      '* OK [HIGHESTMODSEQ 90060115194045007]',
      { code: { modseq: 90060115194045007n }, text: '' },
    ],
    ['+ without a space (defects#7)', '+', { kind: 'continue', text: '' }],
    ['+ with a code', '+ [ALERT] go on', { kind: 'continue', code: { type: 'ALERT' }, text: 'go on' }],
    ['lower case', 'a1 ok done', { kind: 'tagged', status: 'OK' }],
    ['lower case data', '* 3 exists', { type: 'EXISTS', number: 3 }],
    ['two spaces', '*  3  EXISTS', { type: 'EXISTS', number: 3 }],
    ['a CR that a lone LF left', '* 3 EXISTS\r', { type: 'EXISTS', number: 3 }],
    ['a space at the end', '* CAPABILITY IMAP4rev1 ', { capabilities: ['IMAP4REV1'] }],
    [
      'a code on a line of its own (Office 365, MailKit#115)',
      '[COPYUID 55 31 6]',
      { kind: 'status', status: 'OK', code: { type: 'COPYUID' } },
    ],
    [
      'a code without its OK (home.pl)',
      '* [COPYUID 55 31 6] Done',
      { kind: 'status', status: 'OK', code: { type: 'COPYUID' }, text: 'Done' },
    ],
    [
      'no tag at all (Exchange)',
      'Server Unavailable. 15',
      { kind: 'status', status: 'BAD', text: 'Server Unavailable. 15' },
    ],
    [
      'UTF-8 in the text',
      'F OK [READ-WRITE] [Gmail]/Visi laiškai selected. (Success) [THROTTLED]',
      { code: { type: 'READ-WRITE' }, text: '[Gmail]/Visi laiškai selected. (Success) [THROTTLED]' },
    ],
    ['a literal marker in the text', '* OK text {9}', { text: 'text {9}' }],
    ['UNSEEN 0', '* OK [UNSEEN 0] none', { code: { unseen: 0 } }],
    ['* -1 EXISTS', '* -1 EXISTS', { type: 'EXISTS', number: 0 }],
  ])('%s', (_, text, response) => expect(parse(text)).toMatchObject(response))
})

describe('a response that follows no grammar throws ParseError', () => {
  test.each([
    '',
    ' ',
    '*',
    '* ',
    '* 5',
    '* 5 FETCH',
    '* 5 FETCH 7',
    'A1',
    'A1 MAYBE',
    ')',
    ' FLAGS (\\Seen))',
    '* LIST',
    '* STATUS x (',
    '* SEARCH 1 x',
    '* FLAGS (',
    '* 99999999999999999999 EXISTS',
  ])('%j', (text) => expect(() => parse(text)).toThrow(ParseError))

  test('with a code, and an excerpt of what came', () => {
    expect(() => parse('HTTP/1.1 400 Bad Request')).toThrow(
      expect.objectContaining({
        code: 'ERR_IMAP_PARSE',
        message: 'expected a tag and OK, NO or BAD, got "HTTP/1.1 400 Bad Request"',
      }),
    )
  })

  test('when it is nested too deeply, whatever it is', () => {
    for (const name of [
      'THREAD',
      'NAMESPACE',
      'LIST () "/" x',
      '1 FETCH (X',
      '1 FETCH (ENVELOPE',
      '1 FETCH (BODY',
      'STATUS x (Y',
    ]) {
      expect(() => parse(`* ${name} ${'('.repeat(100_000)}`)).toThrow(ParseError)
    }
  })
})
