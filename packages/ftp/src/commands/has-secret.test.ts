import { play } from '@linewire/wire/testing'
import { describe, expect, test } from 'vitest'
import { command } from './command.ts'
import { hasSecret } from './has-secret.ts'
import { site } from './site.ts'

test.each([
  'PASS secret',
  'pass',
  'ACCT secret',
  'ADAT c2VjcmV0',
  'SITE PSWD old secret',
  'site pswd old secret',
  'SITE  PASSWD secret',
  'SITE CHPASS ann secret',
  'SITE CHPASSWD ann secret',
  'SITE GPASS secret',
  'SITE CPWD secret',
  'SITE XPSWD old secret',
  'SITE ADDUSER ann secret',
  'SITE GADDUSER staff ann secret',
])('%s', (line) => expect(hasSecret(line)).toBe(true))

test.each(['PASV', 'PASSIVE', 'PWD', 'SITE HELP PSWD', 'SITE CHMOD 644 passwd', 'SITE UTIME 20200101 pswd', 'SITE'])(
  '%s is none',
  (line) => expect(hasSecret(line)).toBe(false),
)

describe('a new password', () => {
  test.each([
    ['command()', command('SITE PSWD old new-secret')],
    ['site()', site('PSWD old new-secret')],
  ])('by %s is not in what the error says', (_, order) => {
    expect(order.secret).toBe(true)
    expect(() => play(order, 'C: SITE PSWD old new-secret\nS: 501 no')).toThrow(/^SITE: 501 no$/)
  })
})
