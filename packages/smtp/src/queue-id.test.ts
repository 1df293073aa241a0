import { expect, test } from 'vitest'
import { queueId } from './queue-id.ts'

test.each([
  ['Postfix', 'Ok: queued as 4Xyz12abcdE', '4Xyz12abcdE'],
  ['Exim', 'OK id=1rAbCd-000123-4E', '1rAbCd-000123-4E'],
  ['Exchange', '<a@b.example> [InternalId=123456, Hostname=x.example] 1234 bytes Queued mail for delivery', '123456'],
  ['Dovecot', '<carol@lab.test> yE2cAbCdEf Saved', 'yE2cAbCdEf'],
  ['Sendmail', '4AN8abcd012345 Message accepted for delivery', '4AN8abcd012345'],
  ['Gmail', 'OK  1700000000 d2e1a72fcca58-abc.12 - gsmtp', 'd2e1a72fcca58-abc.12'],
  ['Amazon SES', 'Ok 0102018bf-abcd-1234', '0102018bf-abcd-1234'],
])('%s names the message', (_, text, id) => expect(queueId(text)).toBe(id))

test('a reply that names none has none', () => {
  for (const text of ['', 'OK', 'Message accepted', 'delivered']) expect(queueId(text)).toBeUndefined()
})
