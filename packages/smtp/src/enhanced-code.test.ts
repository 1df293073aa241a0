import { expect, test } from 'vitest'
import { enhancedCode } from './enhanced-code.ts'

test('a line that begins with an enhanced code is parted from it', () => {
  expect(enhancedCode(550, '5.1.1 no such user')).toEqual({ enhanced: '5.1.1', text: 'no such user' })
  expect(enhancedCode(250, '2.0.0')).toEqual({ enhanced: '2.0.0', text: '' })
  expect(enhancedCode(451, '4.3.123  try later')).toEqual({ enhanced: '4.3.123', text: 'try later' })
})

test('what only looks like one is text', () => {
  for (const text of ['5.1.1 not of class 2', '2.1 channels', '2.0.0.1 an address', '2.0.1234 x', 'ok 2.0.0', '']) {
    expect(enhancedCode(250, text)).toEqual({ text })
  }
})
