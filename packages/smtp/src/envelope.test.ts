import { ArgumentError, Capabilities } from '@linewire/wire'
import { expect, test } from 'vitest'
import { type DeliveryOptions, plan, type RawMessage, type Sendable, type Way } from './envelope.ts'
import { ExtensionError } from './extension-error.ts'

const way = (...names: string[]): Way => ({
  capabilities: new Capabilities(names.map((name) => [name, []])),
  pipelined: true,
  ahead: true,
  lmtp: false,
  timeout: undefined,
})
const all = way('SIZE', '8BITMIME', 'SMTPUTF8', 'DSN')
const lines = (message: RawMessage | Sendable, options: DeliveryOptions = {}, over = all): string[] => {
  const { mail, recipients } = plan(message, options, over)
  return [mail, ...recipients.map(({ line }) => line)]
}
const message = { from: 'me@x.example', to: 'you@x.example', data: 'Subject: x\r\n\r\nx\r\n' }

test('a size that is known is told', () => {
  expect(lines(message)).toEqual(['MAIL FROM:<me@x.example> SIZE=17', 'RCPT TO:<you@x.example>'])
  expect(lines(message, { size: 20 })[0]).toContain('SIZE=20')
  expect(lines(message, {}, way())[0]).toBe('MAIL FROM:<me@x.example>')
})

test('recipients come as one or several, each with what goes for him alone', () => {
  const to = ['a@x', { address: 'b@x', notify: 'NEVER', orcpt: 'B@x' }] as const
  expect(lines({ ...message, from: null, to }, { notify: ['FAILURE'], ret: 'HDRS', envid: 'id' })).toEqual([
    'MAIL FROM:<> SIZE=17 RET=HDRS ENVID=id',
    'RCPT TO:<a@x> NOTIFY=FAILURE',
    'RCPT TO:<b@x> NOTIFY=NEVER ORCPT=rfc822;B@x',
  ])
  expect(lines({ ...message, to: { address: 'a@x' } })[1]).toBe('RCPT TO:<a@x>')
})

test('options may stand in the message or beside it; beside it wins', () => {
  expect(lines({ ...message, envid: 'in' })[0]).toContain('ENVID=in')
  expect(lines({ ...message, envid: 'in' }, { envid: 'beside' })[0]).toContain('ENVID=beside')
})

test('octets above 127 need 8BITMIME', () => {
  const data = Buffer.from('Grüße\r\n')
  expect(lines({ ...message, data })[0]).toContain('BODY=8BITMIME')
  expect(() => lines({ ...message, data }, {}, way())).toThrow(ExtensionError)
  expect(lines({ ...message, data }, { ignoreUnsupported: true }, way())[0]).toBe('MAIL FROM:<me@x.example>')
})

test('a stream may have such octets: 8BITMIME is said where it is offered', () => {
  const data = new Blob(['x']).stream()
  expect(lines({ ...message, data })[0]).toBe('MAIL FROM:<me@x.example> BODY=8BITMIME')
  expect(lines({ ...message, data }, {}, way())[0]).toBe('MAIL FROM:<me@x.example>')
})

test('a local part beyond ASCII needs SMTPUTF8, a domain only where it is offered anyway', () => {
  expect(lines({ ...message, to: ['j@bücher.example'] })[1]).toBe('RCPT TO:<j@xn--bcher-kva.example>')
  expect(lines({ ...message, to: ['ü@bücher.example'] })).toEqual([
    'MAIL FROM:<me@x.example> SIZE=17 SMTPUTF8',
    'RCPT TO:<ü@bücher.example>',
  ])
  for (const ignoreUnsupported of [false, true]) {
    expect(() => lines({ ...message, to: 'ü@x' }, { ignoreUnsupported }, way('8BITMIME'))).toThrow(ExtensionError)
    expect(() => lines({ ...message, from: 'ü@x' }, { ignoreUnsupported }, way('8BITMIME'))).toThrow('SMTPUTF8')
  }
})

test('a message that is written for the server hears what the server takes', () => {
  const asked: unknown[] = []
  const sendable: Sendable = {
    from: 'me@x',
    to: ['you@x'],
    content(options) {
      asked.push(options)
      return new Blob(['x']).stream()
    },
  }
  plan(sendable, {}, all).open()
  plan(sendable, {}, way()).open()
  plan({ ...sendable, needsUtf8: true }, {}, all).open()
  expect(asked).toEqual([
    { eightBit: true, binary: false, utf8: false },
    { eightBit: false, binary: false, utf8: false },
    { eightBit: true, binary: false, utf8: true },
  ])
  expect(() => plan({ ...sendable, needsUtf8: true }, {}, way())).toThrow(ExtensionError)
})

test('what cannot be sent is refused', () => {
  expect(() => lines({ ...message, to: [] })).toThrow(ArgumentError)
  expect(() => lines({ ...message, to: 'a@x>\r\nDATA' })).toThrow(ArgumentError)
  expect(() => lines({ ...message, from: 'a@x\0' })).toThrow(ArgumentError)
  expect(() => lines({ ...message, envid: 'x\n' })).toThrow(ArgumentError)
  expect(() => lines({ ...message, body: 'BINARYMIME' }, {}, way('BINARYMIME'))).toThrow(ArgumentError)
  expect(() => lines({ ...message, to: { address: 'a@x', orcpt: 'x\r' } })).toThrow(ArgumentError)
})
