import { expect, test, vi } from 'vitest'
import * as wire from './errors.ts'

const {
  ArgumentError,
  AuthError,
  ConnectionError,
  LimitError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
  WireError,
} = wire

const refusal = { command: 'RETR 7', code: '-ERR', text: 'no such message' }

test('a refusal says what was asked and what the server said', () => {
  const error = new ReplyError({ ...refusal, responseCode: 'SYS/TEMP', transient: true })
  expect(error).toMatchObject({
    name: 'ReplyError',
    message: 'RETR 7: -ERR no such message',
    command: 'RETR 7',
    verb: 'RETR',
    code: '-ERR',
    text: 'no such message',
    responseCode: 'SYS/TEMP',
    transient: true,
  })
  expect(new ReplyError({ ...refusal, text: '' }).message).toBe('RETR 7: -ERR')
  expect(new ReplyError(refusal).transient).toBe(false)
})

test('every class has its name and a string as its code', () => {
  const all = [
    [new ProtocolError('x'), 'ProtocolError', 'ERR_PROTOCOL'],
    [new ConnectionError('x'), 'ConnectionError', 'ERR_CONNECTION'],
    [new ConnectionError('x', 'ECONNREFUSED'), 'ConnectionError', 'ECONNREFUSED'],
    [new TimeoutError('x'), 'TimeoutError', 'ERR_TIMEOUT'],
    [new LimitError('x'), 'LimitError', 'ERR_LIMIT'],
    [new TlsError('x'), 'TlsError', 'ERR_TLS'],
    [new ArgumentError('x'), 'ArgumentError', 'ERR_ARGUMENT'],
    [new AuthError(refusal), 'AuthError', '-ERR'],
  ] as const
  for (const [error, name, code] of all) {
    expect(error).toBeInstanceOf(WireError)
    expect(error).toBeInstanceOf(Error)
    expect([error.name, error.code]).toEqual([name, code])
    expect(String(error.stack)).toContain(error.message)
  }
})

test('instanceof follows the classes and nothing else', () => {
  expect(new AuthError(refusal)).toBeInstanceOf(ReplyError)
  expect(new ReplyError(refusal)).not.toBeInstanceOf(AuthError)
  expect(new LimitError('x')).not.toBeInstanceOf(ReplyError)
  for (const other of [new Error('x'), null, undefined, 'x', {}, { kinds: ['WireError'] }]) {
    expect(other instanceof WireError).toBe(false)
  }
})

test('an error of another copy of wire is known for what it is', async () => {
  vi.resetModules()
  const other = await import('./errors.ts')
  expect(other.ReplyError).not.toBe(ReplyError)
  const error = new other.AuthError(refusal)
  expect(error).toBeInstanceOf(AuthError)
  expect(error).toBeInstanceOf(ReplyError)
  expect(error).toBeInstanceOf(WireError)
  expect(error).not.toBeInstanceOf(TimeoutError)
  expect(new AuthError(refusal)).toBeInstanceOf(other.AuthError)
})

test('a subclass of a package is told from its sisters, with and without a kind of its own', () => {
  class CommitError extends ReplyError {
    /** @internal */
    static override readonly kind: string = 'CommitError'
  }
  class MyError extends ReplyError {}
  expect(new CommitError(refusal)).toBeInstanceOf(ReplyError)
  expect(new CommitError(refusal).name).toBe('CommitError')
  expect(new ReplyError(refusal)).not.toBeInstanceOf(CommitError)
  expect(new MyError(refusal)).toBeInstanceOf(MyError)
  expect(new MyError(refusal)).toBeInstanceOf(ReplyError)
  expect(new ReplyError(refusal)).not.toBeInstanceOf(MyError)
})

test('the brand is in no listing of the error', () => {
  expect(Object.keys(new ProtocolError('x'))).toEqual(['code', 'name'])
})

test('control octets of a stranger reach no terminal', () => {
  expect(wire.printable('\x1b[31mred\x07\r\n \x9b1m\ttab ')).toBe('[31mred   1m\ttab')
  expect(new ReplyError({ ...refusal, text: '\x1b]0;title\x07' }).message).toBe('RETR 7: -ERR ]0;title')
  expect(wire.excerpt('\x1b[31m\x9b"\x7f')).toBe(String.raw`"\u001b[31m\u009b\"\u007f"`)
})

test('an excerpt is quoted and not too long', () => {
  expect(wire.excerpt('HTTP/1.1 400')).toBe('"HTTP/1.1 400"')
  expect(wire.excerpt('x'.repeat(1000))).toBe(`"${'x'.repeat(60)}…"`)
})

test('what was thrown has a message, whatever it is', () => {
  expect([wire.messageOf(new Error('a')), wire.messageOf('b'), wire.messageOf(undefined)]).toEqual([
    'a',
    'b',
    'undefined',
  ])
})
