import { expect, test } from 'vitest'
import { ArgumentError } from './errors.ts'
import { parseUrl } from './url.ts'

const nothing = { port: undefined, user: undefined, password: undefined, mechanism: undefined, path: '' }

test.each([
  [
    'ftp://user:password@host/dir/file;type=i',
    { scheme: 'ftp', host: 'host', user: 'user', password: 'password', path: 'dir/file' },
  ],
  ['ftps://host:990/', { scheme: 'ftps', host: 'host', port: 990 }],
  ['ftp://host/%2Fetc/motd', { scheme: 'ftp', host: 'host', path: '/etc/motd' }],
  ['nntp://news.example/misc.test', { scheme: 'nntp', host: 'news.example', path: 'misc.test' }],
  ['nntps://news.example:5630', { scheme: 'nntps', host: 'news.example', port: 5630 }],
  ['news:misc.test', { scheme: 'news', host: '', path: 'misc.test' }],
  ['smtp://mail.example:587', { scheme: 'smtp', host: 'mail.example', port: 587 }],
  ['lmtp://localhost:24', { scheme: 'lmtp', host: 'localhost', port: 24 }],
  ['POP://alice@mail.example', { scheme: 'pop', host: 'mail.example', user: 'alice' }],
  [
    'imap://u;AUTH=SCRAM-SHA-256@h/INBOX',
    { scheme: 'imap', host: 'h', user: 'u', mechanism: 'SCRAM-SHA-256', path: 'INBOX' },
  ],
  ['imap://u;auth=*:pw@h/', { scheme: 'imap', host: 'h', user: 'u', password: 'pw', mechanism: '*' }],
  ['imap://;AUTH=EXTERNAL@h/', { scheme: 'imap', host: 'h', mechanism: 'EXTERNAL' }],
  ['imap://u@h/Gr%C3%BC%C3%9Fe', { scheme: 'imap', host: 'h', user: 'u', path: 'Grüße' }],
  [
    'pops://bob%40b.example:p%40ss%3Aw%2Frd@[2001:db8::1]:995/',
    { scheme: 'pops', host: '2001:db8::1', port: 995, user: 'bob@b.example', password: 'p@ss:w/rd' },
  ],
  ['ftp://us%3Ber:x@h/', { scheme: 'ftp', host: 'h', user: 'us;er', password: 'x' }],
  ['imap://bücher.example/', { scheme: 'imap', host: 'xn--bcher-kva.example' }],
])('%s', (url, expected) => {
  const { parameters, ...parsed } = parseUrl(url)
  expect(parsed).toEqual({ ...nothing, ...expected })
  expect(parseUrl(new URL(url))).toEqual({ parameters, ...parsed })
})

test('parameters follow the path', () => {
  expect(parseUrl('ftp://h/a;TYPE=i').parameters).toEqual(new Map([['type', 'i']]))
  expect(parseUrl('imap://h/INBOX;UIDVALIDITY=7/;UID=20').parameters.get('uid')).toBe('20')
})

test.each([
  'ftp://h/a%0d%0aDELE%20b',
  'ftp://h/a%00',
  'ftp://h/;type=%0a',
  'pop://alice%0d%0aDELE%201@h/',
  'pop://alice:x%0aQUIT@h/',
  'imap://u;AUTH=PLAIN%0d%0a@h/',
  'pop://ho%0dst/',
  'ftp://h/a\r\nDELE b',
  'pop://h\0/',
])('%j smuggles a command and is refused', (url) => {
  expect(() => parseUrl(url)).toThrow(ArgumentError)
})

test.each(['not a url', 'pop://', 'pop://h:99999', 'pop://h:x', 'ftp://h/100%', '://h'])('%s is refused', (url) => {
  if (url === 'pop://') expect(parseUrl(url).host).toBe('')
  else expect(() => parseUrl(url)).toThrow(ArgumentError)
})

test('what is wrong with a URL is said without its password', () => {
  for (const url of ['pop://alice:hunter2@h:99999', 'pop://alice:hunter2%0d@h', 'pop://alice:hunter2%zz@h']) {
    expect(() => parseUrl(url)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') }))
  }
})
