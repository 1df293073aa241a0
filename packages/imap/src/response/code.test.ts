import { describe, expect, test } from 'vitest'
import { parseStatusText, splitCapabilities } from './code.ts'

const code = (text: string) => parseStatusText(text).code

describe('codes of known names', () => {
  test.each<[string, object]>([
    ['[ALERT] x', { type: 'ALERT', name: 'ALERT', text: '' }],
    ['[read-write] x', { type: 'READ-WRITE' }],
    ['[TRYCREATE] x', { type: 'TRYCREATE' }],
    ['[UIDNEXT 4392] x', { type: 'UIDNEXT', uidNext: 4392, text: '4392' }],
    ['[UIDVALIDITY 3857529045] x', { type: 'UIDVALIDITY', uidValidity: 3857529045 }],
    ['[UNSEEN 12] x', { type: 'UNSEEN', unseen: 12 }],
    ['[HIGHESTMODSEQ 715194045007] x', { type: 'HIGHESTMODSEQ', modseq: 715194045007n }],
    ['[NOMODSEQ] x', { type: 'NOMODSEQ' }],
    ['[CLOSED] x', { type: 'CLOSED' }],
    ['[CAPABILITY IMAP4rev1 auth=plain] x', { type: 'CAPABILITY', capabilities: ['IMAP4REV1', 'AUTH=PLAIN'] }],
    [
      '[PERMANENTFLAGS (\\Deleted \\seen \\*)] x',
      { type: 'PERMANENTFLAGS', flags: new Set(['\\Deleted', '\\Seen', '\\*']) },
    ],
    ['[PERMANENTFLAGS ()] x', { type: 'PERMANENTFLAGS', flags: new Set() }],
    ['[BADCHARSET (US-ASCII "UTF-8")] x', { type: 'BADCHARSET', charsets: ['US-ASCII', 'UTF-8'] }],
    ['[BADCHARSET] x', { type: 'BADCHARSET', charsets: [] }],
    [
      '[MODIFIED 7,9] x',
      {
        type: 'MODIFIED',
        numbers: [
          [7, 7],
          [9, 9],
        ],
      },
    ],
    ['[MAILBOXID (F2212ea87-6097)] x', { type: 'MAILBOXID', mailboxId: 'F2212ea87-6097' }],
    ['[REFERRAL imap://user@server/] x', { type: 'OTHER', name: 'REFERRAL', text: 'imap://user@server/' }],
    // SmarterMail#150
    ['[UIDVALIDITY 0] x', { type: 'UIDVALIDITY', uidValidity: 0 }],
    ['[UIDNEXT 0] x', { type: 'UIDNEXT', uidNext: 0 }],
  ])('%s', (text, expected) => {
    expect(code(text)).toMatchObject(expected)
    expect(parseStatusText(text).text).toBe('x')
  })

  test('APPENDUID and COPYUID (RFC 4315 §3)', () => {
    const append = code('[APPENDUID 38505 3955] APPEND completed')
    expect(append?.type === 'APPENDUID' && [append.uidValidity, `${append.uids}`]).toEqual([38505, '3955'])
    const copy = code('[COPYUID 38505 304,319:320 3956:3958] Done')
    if (copy?.type !== 'COPYUID') throw new Error('no COPYUID')
    expect(copy.copied).toMatchObject({ uidValidity: 38505 })
    expect([304, 319, 320, 321].map((uid) => copy.copied.get(uid))).toEqual([3956, 3957, 3958, undefined])
  })

  test('the sets of COPYUID correspond in the order in which they are written', () => {
    const copy = code('[COPYUID 1 9,3 5,1] Done')
    expect(copy?.type === 'COPYUID' && [copy.copied.get(9), copy.copied.get(3)]).toEqual([5, 1])
  })

  test('four thousand million copies cost nothing', () => {
    const copy = code('[COPYUID 1 1:4294967295 1:4294967295] Done')
    expect(copy?.type === 'COPYUID' && copy.copied.get(4294967295)).toBe(4294967295)
  })
})

describe('quirks of servers', () => {
  test.each([
    '[COPYUID 701  ] done', // Outlook.com
    '[COPYUID] done', // net-imap, quirky_behaviors
    '[COPYUID 1 1:3 5] done',
    '[COPYUID 1 x y] done',
    '[APPENDUID 1] done',
    '[UIDNEXT soon] done',
    '[HIGHESTMODSEQ x] done',
  ])('arguments that make no sense are kept: %s', (text) => {
    expect(parseStatusText(text)).toMatchObject({ code: { type: 'OTHER' }, text: 'done' })
  })

  test('a code without arguments is itself, whatever stands behind it (net-imap)', () => {
    expect(parseStatusText("[CLOSED shouldn't be anything here] x")).toEqual({
      code: { type: 'CLOSED', name: 'CLOSED', text: "shouldn't be anything here" },
      text: 'x',
    })
  })

  test('brackets may be part of a keyword', () => {
    const { code: flags, text } = parseStatusText(
      '[PERMANENTFLAGS (de:hacking $label [css3-page] \\*)] Flags permitted.',
    )
    expect(flags?.type === 'PERMANENTFLAGS' && [...flags.flags]).toEqual(['de:hacking', '$label', '[css3-page]', '\\*'])
    expect(text).toBe('Flags permitted.')
  })

  test('brackets that do not pair: the first one ends it', () => {
    expect(parseStatusText('[PERMANENTFLAGS (a[b)] ok')).toMatchObject({ code: { type: 'PERMANENTFLAGS' }, text: 'ok' })
  })

  test('what is no atom is no code (Exchange, net-imap#597)', () => {
    const text =
      '[Error="Microsoft.Exchange.Data.Storage.WrongServerException: x" Proxy=h:1993:SSL] AUTHENTICATE completed.'
    expect(parseStatusText(text)).toEqual({ text })
    expect(parseStatusText('[not closed')).toEqual({ text: '[not closed' })
    expect(parseStatusText('[] x')).toEqual({ text: '[] x' })
  })

  test('no text behind the code (Gmail, defects#28), no text at all', () => {
    expect(parseStatusText(' [HIGHESTMODSEQ 90060115194045007]')).toMatchObject({
      code: { modseq: 90060115194045007n },
      text: '',
    })
    expect(parseStatusText('')).toEqual({ text: '' })
  })

  test('"LITERAL +" is LITERAL+ (MailKit#1654)', () => {
    expect(splitCapabilities(' IMAP4rev1 LITERAL + IDLE  ')).toEqual(['IMAP4REV1', 'LITERAL+', 'IDLE'])
    expect(splitCapabilities('+ x')).toEqual(['+', 'X'])
  })
})

test('names of the server reach no prototype', () => {
  expect(code('[__proto__ x] y')).toEqual({ type: 'OTHER', name: '__PROTO__', text: 'x' })
  expect(code('[constructor] y')).toEqual({ type: 'OTHER', name: 'CONSTRUCTOR', text: '' })
})
