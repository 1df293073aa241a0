import { expect, test } from 'vitest'
import { LimitError } from './errors.ts'
import { Input } from './input.ts'
import { shortBlock } from './short-block.ts'
import { everySplit } from './testing/every-split.ts'

function read(text: string, replyLimit?: number): string[] | undefined {
  let found: string[] | undefined
  for (const chunks of everySplit(text)) {
    const input = new Input(undefined, replyLimit)
    const script = shortBlock({ input, name: 'CAPA' })
    let step = script.next()
    for (const chunk of chunks) {
      input.push(chunk)
      if (!step.done) step = script.next()
    }
    found = step.done ? step.value : undefined
  }
  return found
}

test('a lone dot ends the block, and a doubled one is one', () => {
  expect(read('UIDL\r\n..\r\n...x\r\n\r\n.\r\n')).toEqual(['UIDL', '.', '..x', ''])
  expect(read('.\r\n')).toEqual([])
  expect(read('UIDL\r\n')).toBeUndefined()
})

test('a block of exactly the limit is read, one octet more is a LimitError', () => {
  expect(read('1234\r\n56\r\n.\r\n', 10)).toEqual(['1234', '56'])
  expect(() => read('1234\r\n567\r\n.\r\n', 10)).toThrow(LimitError)
  expect(() => read('1234\r\n567\r\n.\r\n', 10)).toThrow('CAPA: its reply has more than 10 octets (limits.reply)')
})
