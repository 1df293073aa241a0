import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { listOverviewFmt } from './list-overview-fmt.ts'

const names = (lines: string[]): unknown =>
  play(listOverviewFmt(), ['S: 215 Order of fields', ...lines.map((line) => `S: ${line}`), 'S: .'].join('\n'))

test('LIST OVERVIEW.FMT gives the fields in order', () => {
  const fields = ['Subject:', 'Message-ID:', ':bytes', ':lines', 'Xref:full', 'Distribution:FULL']
  expect(names(fields)).toEqual([
    { name: 'Subject', full: false },
    { name: 'Message-ID', full: false },
    { name: ':bytes', full: false },
    { name: ':lines', full: false },
    { name: 'Xref', full: true },
    { name: 'Distribution', full: true },
  ])
})

test('the metadata of servers before RFC 3977 have their new names; nonsense has none', () => {
  expect(names(['Bytes:', 'Lines:', 'Lines:full', '?'])).toEqual([
    { name: ':bytes', full: false },
    { name: ':lines', full: false },
    { name: 'Lines', full: true },
  ])
})
