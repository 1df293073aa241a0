import { Capabilities } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ByHand } from './by-hand.ts'
import { ExtensionError } from './extension-error.ts'

const over = (...names: string[]): ByHand =>
  new ByHand({ capabilities: new Capabilities(names.map((name) => [name, []])) })

test('the recipients that were accepted since MAIL are known', () => {
  const byHand = over()
  play(byHand.mail('me@x', {}), 'S: 250 ok')
  play(byHand.rcpt('a@x', {}), 'S: 250 ok')
  expect(() => play(byHand.rcpt('b@x', {}), 'S: 550 no')).toThrow('550')
  play(byHand.rcpt('c@x', {}), 'S: 251 ok')
  expect(byHand.accepted).toEqual(['a@x', 'c@x'])
  play(byHand.mail('me@x', {}), 'S: 250 ok')
  expect(byHand.accepted).toEqual([])
})

test('what the server does not offer is an error, or left out', () => {
  const byHand = over('SIZE')
  expect(() => byHand.mail('me@x', { ret: 'HDRS' })).toThrow(ExtensionError)
  expect(() => byHand.rcpt('a@x', { notify: 'NEVER' })).toThrow(ExtensionError)
  expect(byHand.mail('me@x', { size: 7, ret: 'HDRS', ignoreUnsupported: true }).line).toBe('MAIL FROM:<me@x> SIZE=7')
  expect(byHand.rcpt('a@x', { notify: 'NEVER', ignoreUnsupported: true }).line).toBe('RCPT TO:<a@x>')
})

test('SMTPUTF8 is said by itself for a sender that needs it, and has to be for a recipient', () => {
  const byHand = over('SMTPUTF8')
  expect(byHand.mail('ü@x', {}).line).toBe('MAIL FROM:<ü@x> SMTPUTF8')
  expect(byHand.rcpt('ü@bücher.example', {}).line).toBe('RCPT TO:<ü@bücher.example>')
  expect(byHand.mail('me@x', {}).line).toBe('MAIL FROM:<me@x>')
  expect(() => byHand.rcpt('ü@x', {})).toThrow('say smtputf8 to mail()')
  expect(() => over().mail('ü@x', { ignoreUnsupported: true })).toThrow(ExtensionError)
})
