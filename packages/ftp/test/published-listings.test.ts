import { describe, expect, test } from 'vitest'
import { choose } from '../src/listing/choose.ts'
import { candidates, dialects } from '../src/listing/dialects.ts'
import { factualMlsd } from '../src/listing/mlsd.ts'
import { parseList } from '../src/listing/parse-list.ts'
import { WallClock } from '../src/listing/wall-clock.ts'
import { published } from './listings.ts'

const now = new Date('2026-11-23T12:00:00Z')

/** what each listing has, and nothing else */
const names: Readonly<Record<string, readonly string[]>> = {
  dos: ['folder', '$LDR$', 'AUTOEXEC.BAK', 'Control Panel.lnk', 'longyear dir', 'old'],
  eplf: ['djb.html', '514', '514.html'],
  mac: ['MegaPhone.sit', 'network', 'Filename with whitespace.jpg', 'name'],
  mlsd: ['bar', 'tmp', 'link', 'NcFTPd leaves the last one out'],
  netware: ['login', 'cx.exe', '_ADMIN', 'Executive Summary.doc', 'Favorites'],
  nonstop: ['ALV', 'ALVO', 'IARPTS'],
  os2: ['jbrekke', 'Maintenance Desktop', 'OS2KRNL', 'OS2LDR', 'y2k file', 'local'],
  os400: ['dir1', 'einladung zip', 'QSYS.LIB', 'BPTFSAVF', 'RPGUNITC1.FILE/RUCALLTST.MBR', 'AFILE.MBR'],
  unix: [
    'a.txt',
    'folder',
    'bin',
    'tty1',
    'pci@1c,600000:devctl',
    'x',
    'std',
    'caerrinf',
    'iso',
    'full iso',
    'german',
    'set',
  ],
  vms: [
    '1-JUN.LIS;1',
    'DATA',
    'UCX$REXECD_STARTUP.LOG;1098',
    'FREEWARE40',
    '00README.TXT;1',
    'NOTIME.FILE;1',
    'ORDER.FILE;1',
    'SECRET.TXT;3',
  ],
  'zos-datasets': [
    'MDI.OKL.WORK',
    'PLU',
    'PLB',
    '$.BDATA.XBB',
    'NEW.VLOG.G0120V00',
    'KJ.IOP998.ERROR.PL.UNITTEST',
    'P201.$FTXPBI1.$CF2ITB.$AAB0402.I',
    'HLQ',
    'HLQ.TAPE.DS',
    'NEW.VLOG',
    'MOON.DDIR.D',
  ],
  'zos-datasets-level2': ['$.ADATA.XAA', '$.BDATA.XBB', '$.ASM'],
  'zos-jes1': ['JOB01906', 'JOB01907', 'JOB01908'],
  'zos-jes2': ['JOB00083', 'JOB00082', 'TSU00024', 'JOB00081', 'T0000353'],
  'zos-jes2-job': ['JOB01906', 'JOB01906.1', 'JOB01906.2', 'JOB01906.3'],
  'zos-load-library': ['EAGKCPT', 'EAGRTPRC'],
  'zos-members': ['TBSHELF', 'TBTOOL', 'NOSTATS'],
}

test('there is a listing of every dialect', () => {
  expect(new Set(published.map(({ dialect }) => dialect))).toEqual(new Set(Object.keys(dialects)))
})

describe.each(published)('$name', ({ name, dialect, lines }) => {
  test('every line is read, without being told the dialect', () => {
    expect(parseList(lines, { now }).map((entry) => entry.name)).toEqual(names[name])
  })

  test('it makes no difference to be told', () => {
    expect(parseList(lines, { now, dialect })).toEqual(parseList(lines, { now }))
  })

  test('its dialect is the one that is chosen', () => {
    const expected = dialect === 'mlsd' ? factualMlsd : dialects[dialect]
    expect(choose(candidates, lines, new WallClock({ now }))).toBe(expected)
  })

  test('all its times are in the past, and none of its sizes is odd', () => {
    for (const { modified, size } of parseList(lines, { now })) {
      if (modified) expect(modified.getTime()).toBeLessThanOrEqual(now.getTime())
      if (size !== undefined) expect(Number.isSafeInteger(size)).toBe(true)
    }
  })
})
