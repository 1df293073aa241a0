import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { os400 } from './os400.ts'
import { WallClock } from './wall-clock.ts'

const clock = new WallClock({ now: new Date('2026-11-23T12:00:00Z') })
const parse = (line: string, sample: string[] = [line]): Reading => os400(clock, sample)(line)

test('IBM’s own example: owner, size, date, time, type, name', () => {
  const line = 'BAILEYSE     5263360 06/11/97 12:27:39 *FILE     BPTFSAVF'
  expect(parse(line)).toEqual({
    name: 'BPTFSAVF',
    type: 'file',
    size: 5_263_360,
    modified: new Date('1997-06-11T12:27:39Z'),
    precision: 'second',
    owner: 'BAILEYSE',
    facts: new Map(),
    raw: line,
  })
})

test.each([
  ['PEP             36864 04/03/24 14:06:34 *DIR       dir1/', { name: 'dir1', type: 'directory' }],
  ['PEP             36864 04/03/24 14:06:34 *DDIR      dir1/', { type: 'directory' }],
  ['QSYS            77824 02/23/00 15:09:55 *LIB       QSYS.LIB/', { name: 'QSYS.LIB', type: 'directory' }],
  ['PEP              4019 12/31/18 18:58:16 *STMF      B0001417017 J', { name: 'B0001417017 J', size: 4019 }],
  // anonymous sessions see no owner
  ['                 4019 12/31/18 18:58:16 *STMF      a', { name: 'a', size: 4019 }],
  ['PEP                   12/31/18 18:58:16 *FILE      a', { name: 'a', owner: 'PEP' }],
  ['QPGMR                                   *MEM       RPG.FILE/RUC.MBR', { name: 'RPG.FILE/RUC.MBR', owner: 'QPGMR' }],
  ['                                        *MEM       AFILE.MBR', { name: 'AFILE.MBR', type: 'file' }],
  ['PEP              4019 31.12.18 18.58.16 *STMF      a', { modified: new Date('2018-12-31T18:58:16Z') }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('what a line does not say is absent', () => {
  const member = parse('QPGMR                                   *MEM       RPG.FILE/RUC.MBR')
  expect(member).not.toHaveProperty('size')
  expect(member).not.toHaveProperty('modified')
  expect(parse('                 4019 12/31/18 18:58:16 *STMF      a')).not.toHaveProperty('owner')
  expect(parse('PEP                   12/31/18 18:58:16 *FILE      a')).not.toHaveProperty('size')
})

test('the order of a date is that in which the listing makes sense', () => {
  const line = 'PEP              4019 04/03/12 18:58:16 *STMF      a'
  const other = (date: string): string => `PEP 4019 ${date} 18:58:16 *STMF b`
  expect(parse(line)).toMatchObject({ modified: new Date('2012-04-03T18:58:16Z') })
  expect(parse(line, [line, other('23/10/12')])).toMatchObject({ modified: new Date('2012-03-04T18:58:16Z') })
  expect(parse(line, [line, other('12/31/18'), other('18/12/31')])).toMatchObject({
    modified: new Date('2012-04-03T18:58:16Z'),
  })
  expect(parse(line, [line, other('12/03/31')])).toMatchObject({ modified: new Date('2004-03-12T18:58:16Z') })
})

test('a size that no number holds is left out', () => {
  expect(parse('PEP 18446744073709551615 12/31/18 18:58:16 *STMF a')).not.toHaveProperty('size')
})

test.each([
  '',
  '*DIR',
  'PEP              4019 04/03/18 18:58:16 STMF       einladung.zip',
  'PEP              4019 04/03/18 18:58:16 *STMF',
  'PEP              4019 04/03/18 18:58:16 *stmf a',
  'PEP              4019 04/03/18 18:58:16 * a',
  'PEP               422 03/24 14:06:26 *STMF      readme',
  'PEP USR         36864 04/03/24 14:06:34 *DIR       dir1/',
  'a b c d e f *DIR g',
])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
