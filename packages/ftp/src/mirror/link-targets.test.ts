import { expect, test } from 'vitest'
import { parseMlsd } from '../listing/mlsd.ts'
import { withoutTargets } from './link-targets.ts'

const left = (...lines: string[]): string[] =>
  withoutTargets(lines.map((line) => parseMlsd(line)!)).map(({ name }) => name)

test('the target of a link is known by its unique fact, wherever it is listed', () => {
  const link = 'type=OS.unix=symlink;unique=1U2; link'
  const target = 'type=file;unique=1U2; ../there/a'
  expect(left(link, target)).toEqual(['link'])
  expect(left(target, link)).toEqual(['link'])
})

test('or by what the link says', () => {
  expect(left('type=OS.unix=slink:/there/a; link', 'type=file; /there/a')).toEqual(['link'])
})

test('what no link leads to stays, to be refused', () => {
  const names = ['link', 'a', '../evil', '/evil']
  const [link, ...others] = names.map((name) => `type=file;size=1; ${name}`)
  expect(left(link!, ...others)).toEqual(names)
  expect(left(`type=OS.unix=symlink; link`, ...others)).toEqual(names)
  expect(left(`type=OS.unix=slink:a;unique=5; link`, ...others)).toEqual(names)
})
