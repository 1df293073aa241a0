import { ArgumentError } from '@linewire/wire'
import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { hdr, parseField } from './hdr.ts'

test('HDR gives one field of each article', async () => {
  const transcript = `
    C: HDR Subject 3000234-3000238
    S: 225 Headers follow
    S: 3000234 I am just a test article
    S: 3000237 Re: I am just a test article
    S: 3000238 
    S: .`
  const text = await (await converse(hdr('Subject', '3000234-3000238'), transcript)).text()
  expect(text.trimEnd().split('\r\n').map(parseField)).toEqual([
    { number: 3000234, value: 'I am just a test article', raw: 'I am just a test article' },
    { number: 3000237, value: 'Re: I am just a test article', raw: 'Re: I am just a test article' },
    { number: 3000238, value: '', raw: '' },
  ])
})

test('XHDR has another code, the Message-ID for the number, and a word for nothing', async () => {
  const transcript = `
    C: XHDR Lines <a@b>
    S: 221 Header follows
    S: <a@b> (none)
    S: .`
  expect(await (await converse(hdr('Lines', '<a@b>', 'XHDR'), transcript)).text()).toBe('<a@b> (none)\r\n')
  expect(parseField('<a@b> (none)')).toEqual({ number: 0, value: '', raw: '(none)' })
  expect(parseField('0 12')).toEqual({ number: 0, value: '12', raw: '12' })
})

test('encoded words are decoded', () => {
  expect(parseField('1 =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=')).toMatchObject({
    value: 'Grüße',
    raw: '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
  })
})

test('a line that names no article says nothing', () => expect(parseField('nonsense here')).toBeUndefined())

test('a field name with a blank or a line end is none', () => {
  for (const name of ['Sub ject', 'Subject 1-\r\nPOST', '']) expect(() => hdr(name, 1)).toThrow(ArgumentError)
})
