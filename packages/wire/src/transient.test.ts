import { expect, test } from 'vitest'
import {
  ArgumentError,
  AuthError,
  ConnectionError,
  LimitError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
} from './errors.ts'
import { isTransient } from './transient.ts'

const declined = { command: 'RETR a', code: '450', text: 'busy' }

test.each([
  new ConnectionError('the server closed the connection', 'ERR_CLOSED'),
  new ConnectionError('nothing listens', 'ECONNREFUSED'),
  new ConnectionError('no host is known', 'ENOTFOUND'),
  new TimeoutError('silence'),
  new TlsError('the peer went in the midst of the handshake', 'ECONNRESET'),
  new ReplyError({ ...declined, transient: true }),
  // a data connection that broke, as FTP tells it
  new ReplyError({ ...declined, code: 'ECONNRESET' }),
])('another connection may do better: %s', (error) => {
  expect(isTransient(error)).toBe(true)
  const lost = new ConnectionError('STAT: not sent, for the connection was lost', 'ERR_CLOSED', { cause: error })
  expect(isTransient(new ConnectionError('STAT: lost', 'ERR_CLOSED', { cause: lost }))).toBe(true)
})

test.each([
  new ConnectionError('aborted while its data went out', 'ERR_ABORTED'),
  new ConnectionError('the proxy refuses the user or the password', 'ERR_PROXY_AUTH'),
  new ConnectionError('its data could not be sent whole: the source failed', 'ERR_CONNECTION', {
    cause: new Error('ENOSPC'),
  }),
  new TlsError('not signed by an authority trusted here', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  new TlsError('refuses STARTTLS', 'ERR_TLS_REFUSED'),
  new ProtocolError('STAT: expected +OK'),
  new LimitError('a line of more than 8192 octets'),
  new ArgumentError('a path must not be empty'),
  new ReplyError({ ...declined, code: '550' }),
  // a wrong password said often enough locks an account
  new AuthError({ ...declined, transient: true }),
  new DOMException('left', 'AbortError'),
  Object.assign(new Error('of a file'), { code: 'ECONNRESET' }),
  undefined,
])('another connection does no better: %s', (error) => {
  expect(isTransient(error)).toBe(false)
  if (error instanceof Error && 'code' in error && error.name !== 'Error' && error.name !== 'AbortError') {
    expect(isTransient(new ConnectionError('STAT: lost', 'ERR_CLOSED', { cause: error }))).toBe(false)
  }
})
