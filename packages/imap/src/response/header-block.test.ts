import { expect, test } from 'vitest'
import { HeaderBlock } from './header-block.ts'

test('fields are unfolded, decoded when asked for, and found whatever their case', () => {
  const block = new HeaderBlock(
    Buffer.from(
      'Subject: =?UTF-8?Q?Gr=C3=BC?=\r\n =?UTF-8?Q?=C3=9Fe?=\r\nReceived: a\r\n\tb\r\nreceived : c\r\nX-Empty:\r\n\r\n',
    ),
  )
  expect(block.get('subject')).toBe('Grüße')
  expect(block.getAll('RECEIVED')).toEqual(['a\tb', 'c'])
  expect(block.get('x-empty')).toBe('')
  expect(block.get('x-none')).toBeNull()
  expect(block.fields.map(([name]) => name)).toEqual(['subject', 'received', 'received', 'x-empty'])
})
