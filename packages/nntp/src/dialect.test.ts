import { ReplyError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { Dialect } from './dialect.ts'

const refusing = (code: string) => {
  const asked: string[] = []
  const run = async (word: string): Promise<string> => {
    asked.push(word)
    if (!word.startsWith('X')) throw new ReplyError({ command: word, code, text: 'no' })
    return word
  }
  return { asked, run }
}

test('a server that does not know OVER is asked by XOVER, from then on at once', async () => {
  const dialect = new Dialect()
  const { asked, run } = refusing('500')
  expect(await dialect.ask('OVER', run)).toBe('XOVER')
  expect(await dialect.ask('OVER', run)).toBe('XOVER')
  expect(await dialect.ask('HDR', run)).toBe('XHDR')
  expect(asked).toEqual(['OVER', 'XOVER', 'XOVER', 'HDR', 'XHDR'])
})

test('any other refusal is the answer', async () => {
  const { asked, run } = refusing('503')
  await expect(new Dialect().ask('OVER', run)).rejects.toThrow('OVER: 503 no')
  expect(asked).toEqual(['OVER'])
})
