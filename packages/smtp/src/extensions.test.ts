import { Capabilities } from '@linewire/wire'
import { expect, test } from 'vitest'
import { ExtensionError } from './extension-error.ts'
import { offeredToMail, offeredToRcpt } from './extensions.ts'

const none = new Capabilities()
const all = new Capabilities([
  ['SIZE', ['1000']],
  ['8BITMIME', []],
  ['DSN', []],
])

test('what the server offers goes through as it is', () => {
  const parameters = { size: 1000, body: '8BITMIME', ret: 'HDRS', envid: 'x' } as const
  expect(offeredToMail(parameters, all)).toEqual(parameters)
  expect(offeredToRcpt({ notify: 'NEVER', orcpt: 'a@b' }, all)).toEqual({ notify: 'NEVER', orcpt: 'a@b' })
})

test('what it does not offer is an error that names the extension', () => {
  const error = (extension: string) => expect.objectContaining({ code: 'ERR_EXTENSION', extension })
  expect(() => offeredToMail({ ret: 'FULL' }, none)).toThrow(ExtensionError)
  expect(() => offeredToMail({ envid: 'x' }, none)).toThrow(error('DSN'))
  expect(() => offeredToMail({ body: '8BITMIME' }, none)).toThrow(error('8BITMIME'))
  expect(() => offeredToMail({ body: 'BINARYMIME' }, all)).toThrow(error('BINARYMIME'))
  expect(() => offeredToMail({ requireTls: true }, all)).toThrow(error('REQUIRETLS'))
  expect(() => offeredToMail({ smtputf8: true }, all)).toThrow(error('SMTPUTF8'))
  expect(() => offeredToMail({ authAs: null }, all)).toThrow(error('AUTH'))
  expect(() => offeredToMail({ holdFor: 1 }, all)).toThrow(error('FUTURERELEASE'))
  expect(() => offeredToMail({ priority: 1 }, all)).toThrow(error('MT-PRIORITY'))
  expect(() => offeredToMail({ deliverBy: { seconds: 1, otherwise: 'notify' } }, all)).toThrow(error('DELIVERBY'))
  expect(() => offeredToRcpt({ notify: 'NEVER' }, none)).toThrow(error('DSN'))
})

test('ignoreUnsupported goes without it', () => {
  expect(offeredToMail({ ret: 'FULL', requireTls: true, size: 7 }, all, true)).toEqual({ ret: 'FULL', size: 7 })
  expect(offeredToRcpt({ notify: 'NEVER' }, none, true)).toEqual({})
})

test('a size is a hint: a server without SIZE is not told', () => {
  expect(offeredToMail({ size: 7, body: '7BIT' }, none)).toEqual({})
})

test('a message of one octet more than the server takes is not begun', () => {
  expect(() => offeredToMail({ size: 1001 }, all)).toThrow(
    'the message has 1001 octets, and the server takes at most 1000',
  )
  for (const limit of [[], ['0'], ['x']]) {
    expect(offeredToMail({ size: 1e9 }, new Capabilities([['SIZE', limit]]))).toEqual({ size: 1e9 })
  }
})
