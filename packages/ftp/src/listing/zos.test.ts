import { expect, test } from 'vitest'
import type { LineParser } from './dialect.ts'
import { WallClock } from './wall-clock.ts'
import { zos } from './zos.ts'

const listing = (): LineParser => zos(new WallClock({ now: new Date('2026-11-23T12:00:00Z') }), [])

test('a dataset has neither a size in octets nor a time of change: "Referred" is when it was used', () => {
  const line = 'B10142 3390   2006/03/20  2   31  F       80    80  PS   MDI.OKL.WORK'
  expect(listing()(line)).toEqual({ name: 'MDI.OKL.WORK', type: 'file', facts: new Map(), raw: line })
})

test.each([
  ['B1N231 3390   2006/03/20  1   15  VB     256 27998  PO   PLU', 'PLU', 'directory'],
  ['B1N231 3390   2006/03/20  1   15  VB     256 27998  PO-E PLB', 'PLB', 'directory'],
  // extents and tracks without a blank
  ['TERNBH 3390   2022/02/18  1+++++  VBS  32767 27966  PS  $.BDATA.XBB', '$.BDATA.XBB', 'file'],
  ['VSM123 3390   **NONE**    1   45  ?        0     0 NONE NEW.VLOG', 'NEW.VLOG', 'file'],
  // LISTLEVEL 2
  ['TERNBG 2022/02/17      1         3  FB      80 16000 PO-E  $.ASM', '$.ASM', 'directory'],
  ['Migrated                                                P201.$FTXPBI1.I', 'P201.$FTXPBI1.I', 'file'],
  ['ARCIVE Not Direct Access Device                          KJ.IOP998.ERROR', 'KJ.IOP998.ERROR', 'file'],
  ['VOL001 3390   Not Mounted                               A.B', 'A.B', 'file'],
  ['A00001 Tape                                             HLQ.TAPE.DS', 'HLQ.TAPE.DS', 'file'],
  ['Pseudo Directory                                        HLQ', 'HLQ', 'directory'],
  ["Migrated                                                'FULL.NAME'", "'FULL.NAME'", 'file'],
  ['                                                   GDG  NEW.VLOG', 'NEW.VLOG', 'other'],
  ['VSM007 3390                                        VSAM MOON.DDIR', 'MOON.DDIR', 'other'],
  ['Error determining attributes                            A.B', 'A.B', 'other'],
])('%s', (line, name, type) => {
  expect(listing()(line)).toMatchObject({ name, type })
})

test('members with statistics: their size is counted in lines', () => {
  const line = 'TBTOOL    01.12 2002/09/12 2004/11/26 19:54    51    28     0 KIL001'
  expect(listing()(line)).toEqual({
    name: 'TBTOOL',
    type: 'file',
    modified: new Date('2004-11-26T19:54:00Z'),
    precision: 'minute',
    owner: 'KIL001',
    facts: new Map(),
    raw: line,
  })
})

test('load modules: their size is hexadecimal', () => {
  expect(listing()('EAGKCPT   000058   000009          00 FO             RN RU            31    ANY')).toMatchObject({
    name: 'EAGKCPT',
    size: 0x58,
  })
  expect(listing()('EAGRTPRC  005F48   000011 EAGRTALT 00 FO             RN RU            31    ANY')).toMatchObject({
    name: 'EAGRTPRC',
    size: 0x5f48,
  })
})

test.each([
  ' Name     VV.MM   Created       Changed      Size  Init   Mod   Id',
  ' Name      Size     TTR   Alias-of AC --------- Attributes --------- Amode Rmode',
])('a name alone is a member, below the heading%s', (heading) => {
  const parse = listing()
  expect(parse('NOSTATS')).toBeUndefined()
  expect(parse(heading)).toBe('skip')
  expect(parse('NOSTATS   ')).toMatchObject({ name: 'NOSTATS', type: 'file' })
  expect(parse('$A#B@1')).toMatchObject({ name: '$A#B@1' })
  expect(parse('TOOLONGNAME')).toBeUndefined()
  expect(parse('lower')).toBeUndefined()
})

test('jobs of JES are called by their ids, with which they are asked for', () => {
  const parse = listing()
  expect(parse('IBMUSER1  JOB01906  OUTPUT    3 Spool Files')).toMatchObject({ name: 'JOB01906', type: 'file' })
  expect(parse('IBMUSER1  JOB01906  OUTPUT    3 Spool Files')).not.toHaveProperty('owner')
  expect(parse('JOBNAME  JOBID    OWNER    STATUS CLASS')).toBe('skip')
  expect(parse('USER1A   JOB00083 USER1    OUTPUT A        ABEND=806 3 spool files')).toMatchObject({
    name: 'JOB00083',
    owner: 'USER1',
  })
  expect(parse('USER1    T0000353 USER1    ACTIVE TSU')).toMatchObject({ name: 'T0000353', owner: 'USER1' })
  expect(parse('USER1W   JOB00081 USER1    INPUT  A         -HELD-')).toMatchObject({ name: 'JOB00081' })
})

test('the spool files of a job', () => {
  const parse = listing()
  const file = '         001 JES2              A JESMSGLG       858'
  expect(parse(file)).toBeUndefined()
  parse('IBMUSER1 JOB01906 IBMUSER  OUTPUT A        RC=0000')
  expect(parse('--------')).toBe('skip')
  expect(parse(file)).toBeUndefined()
  expect(parse('         ID  STEPNAME PROCSTEP C DDNAME   BYTE-COUNT')).toBe('skip')
  expect(parse(file)).toMatchObject({ name: 'JOB01906.1', size: 858, raw: file })
  expect(parse('3 spool files')).toBe('skip')
  expect(parse('         STEPNAME ++++++++ PROCNAME OS390R5')).toBe('skip')
  expect(parse('         CPUTIME     0.503 ELAPSED TIME  3853.718')).toBe('skip')
  expect(parse('001 x')).toBeUndefined()
})

test.each([
  '',
  'A',
  'hello world',
  'Migrated',
  'Migrated two names',
  'Migrated a/b',
  'B10142 3390   yesterday   2   31  F       80    80  PS   MDI.OKL.WORK',
  'B10142 3390   2006/03/20  2   31  F       80    80  XX   MDI.OKL.WORK',
  'TBTOOL    1.2 2002/09/12 2004/11/26 19:54    51    28     0 KIL001',
  'TBTOOL    01.12 2002/09/12 2004/11/26 late    51    28     0 KIL001',
  'TBTOOL    01.12 2002/09 2004/11 19:54    51    28     0 KIL001',
  'EAGKCPT   000058   000009          00 FO             RN RU            31    XXX',
  'IBMUSER1  JOB1906  OUTPUT    3 Spool Files',
  'IBMUSER1  JOB01906  GONE    3 Spool Files',
])('%j is no such line', (line) => {
  expect(listing()(line)).toBeUndefined()
})
