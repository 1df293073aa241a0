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
  ['imap://b%C3%BCcher.example/', { scheme: 'imap', host: 'xn--bcher-kva.example' }],
  ['ftp://h/a%3Bb%3Fc%23d', { scheme: 'ftp', host: 'h', path: 'a;b?c#d' }],
  ['smtps://mail.example', { scheme: 'smtps', host: 'mail.example' }],
  ['imaps://alice@mail.example:1993/', { scheme: 'imaps', host: 'mail.example', port: 1993, user: 'alice' }],
  ['news:comp.lang.python', { scheme: 'news', host: '', path: 'comp.lang.python' }],
  // RFC 2384 §7
  ['pop://rg@mailsrv.qualcomm.com', { scheme: 'pop', host: 'mailsrv.qualcomm.com', user: 'rg' }],
  [
    'pop://rg;AUTH=+APOP@mail.eudora.com:8110',
    { scheme: 'pop', host: 'mail.eudora.com', port: 8110, user: 'rg', mechanism: '+APOP' },
  ],
  ['pop://baz;AUTH=SCRAM-MD5@foo.bar', { scheme: 'pop', host: 'foo.bar', user: 'baz', mechanism: 'SCRAM-MD5' }],
])('%s', (url, expected) => {
  const { parameters, ...parsed } = parseUrl(url)
  expect(parsed).toEqual({ ...nothing, ...expected })
  expect(parseUrl(new URL(url))).toEqual({ parameters, ...parsed })
})

test('parameters follow the path', () => {
  expect(parseUrl('ftp://h/a;TYPE=i').parameters).toEqual(new Map([['type', 'i']]))
  expect(parseUrl('imap://h/INBOX;UIDVALIDITY=7/;UID=20/;SECTION=1.2').parameters).toEqual(
    new Map([
      ['uidvalidity', '7'],
      ['uid', '20'],
      ['section', '1.2'],
    ]),
  )
  expect(parseUrl('ftp://h/a;x=b=c;y').parameters).toEqual(
    new Map([
      ['x', 'b=c'],
      ['y', ''],
    ]),
  )
})

test.each([
  'ftp://h/a%0d%0aDELE%20b',
  'ftp://h/a%00',
  'ftp://h/;type=%0a',
  'pop://alice%0d%0aDELE%201@h/',
  'pop://alice:x%0aQUIT@h/',
  'imap://u;AUTH=PLAIN%0d%0a@h/',
  'pop://ho%0dst/',
  'smtps://u%0a@h',
  'lmtp://u:%00@h',
  'news:misc.test%0d%0aPOST',
  'nntps://h/misc.test%0aQUIT',
  'imaps://h/INBOX%0d%0aa LOGOUT',
  'imaps://h/INBOX;UID%0d=1',
  'ftp://h/\tx',
  'ftp://h/a\r\nDELE b',
  'pop://h\0/',
])('%j smuggles a command and is refused', (url) => {
  expect(() => parseUrl(url)).toThrow(ArgumentError)
})

test.each([
  'pop://a%20b/',
  'pop://a%2Fb/',
  'pop://%2Frun%2Fpop3.sock/',
  'pop://alice%40h/',
  'pop://h%3A99/',
  'pop://h%25/',
])('%s has no host that is one', (url) => {
  expect(() => parseUrl(url)).toThrow("the URL's host must be a name or an address")
})

test('a query or a fragment is not passed over: it is half a name, or half a password', () => {
  for (const url of ['ftp://h/a?b', 'ftp://h/a#b', 'pop://h?x', 'imap://alice#rest@h/']) {
    expect(() => parseUrl(url)).toThrow('%3F and %23')
    expect(() => parseUrl(new URL(url))).toThrow(ArgumentError)
  }
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
