import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { type MailParameters, mailParameters, type RcptParameters, rcptParameters } from './parameters.ts'

const mail = (parameters: MailParameters): string[] => mailParameters(parameters).map(({ text }) => text)
const rcpt = (parameters: RcptParameters): string[] => rcptParameters(parameters).map(({ text }) => text)

test('each parameter of MAIL is written as its RFC has it', () => {
  expect(mail({})).toEqual([])
  expect(mail({ size: 500_000, body: '8BITMIME', smtputf8: true })).toEqual([
    'SIZE=500000',
    'BODY=8BITMIME',
    'SMTPUTF8',
  ])
  expect(mail({ ret: 'HDRS', envid: 'QQ+314159' })).toEqual(['RET=HDRS', 'ENVID=QQ+2B314159'])
  expect(mail({ requireTls: true, authAs: 'e=mc2@example.com' })).toEqual(['REQUIRETLS', 'AUTH=e+3Dmc2@example.com'])
  expect(mail({ authAs: null, smtputf8: false, requireTls: false })).toEqual(['AUTH=<>'])
  expect(mail({ deliverBy: { seconds: 120, otherwise: 'return', trace: true } })).toEqual(['BY=120;RT'])
  expect(mail({ deliverBy: { seconds: -7, otherwise: 'notify' } })).toEqual(['BY=-7;N'])
  expect(mail({ holdFor: 60 })).toEqual(['HOLDFOR=60'])
  expect(mail({ holdUntil: new Date('2026-12-24T18:00:00.000Z') })).toEqual(['HOLDUNTIL=2026-12-24T18:00:00Z'])
  expect(mail({ priority: -3 })).toEqual(['MT-PRIORITY=-3'])
})

test('each parameter of RCPT, too', () => {
  expect(rcpt({ notify: ['SUCCESS', 'FAILURE'], orcpt: 'Bob@example.com' })).toEqual([
    'NOTIFY=SUCCESS,FAILURE',
    'ORCPT=rfc822;Bob@example.com',
  ])
  expect(rcpt({ notify: 'NEVER' })).toEqual(['NOTIFY=NEVER'])
})

test('BINARYMIME is an extension of its own', () => {
  expect(mailParameters({ body: 'BINARYMIME' })[0]?.extension).toBe('BINARYMIME')
  expect(mailParameters({ body: '7BIT' })[0]?.extension).toBe('8BITMIME')
})

test('values that are no values are refused', () => {
  const bad: MailParameters[] = [
    { size: 1.5 },
    { size: -1 },
    { size: Number.NaN },
    { size: '1\r\nRCPT TO:<x@y>' as never },
    { body: '8BITMIME SIZE=1' as never },
    { ret: 'ALL' as never },
    { envid: 'a\nb' },
    { authAs: 'a\rb' },
    { holdFor: 0 },
    { priority: 10 },
    { priority: -10 },
    { deliverBy: { seconds: 0, otherwise: 'return' } },
    { deliverBy: { seconds: 1, otherwise: 'x' as never } },
  ]
  for (const parameters of bad) expect(() => mail(parameters), JSON.stringify(parameters)).toThrow(ArgumentError)
  for (const parameters of [{ notify: [] }, { notify: 'x' as never }, { notify: ['y' as never] }, { orcpt: 'a\0b' }]) {
    expect(() => rcpt(parameters)).toThrow(ArgumentError)
  }
})
