import type { Dialect, ListDialect } from './dialect.ts'
import { dos } from './dos.ts'
import { eplf } from './eplf.ts'
import { mac } from './mac.ts'
import { factualMlsd, mlsd } from './mlsd.ts'
import { netware } from './netware.ts'
import { nonstop } from './nonstop.ts'
import { os2 } from './os2.ts'
import { os400 } from './os400.ts'
import { unix } from './unix.ts'
import { vms } from './vms.ts'
import { zos } from './zos.ts'

/** A dialect that was asked for. */
export const dialects: Readonly<Record<ListDialect, Dialect>> = {
  dos,
  eplf,
  mac,
  mlsd,
  netware,
  nonstop,
  os2,
  os400,
  unix,
  vms,
  zos,
}

/** All of them, the narrow before the wide: the first of those that read most is taken. */
export const candidates: readonly Dialect[] = [
  eplf,
  factualMlsd,
  dos,
  os2,
  netware,
  os400,
  nonstop,
  vms,
  zos,
  mac,
  unix,
]
