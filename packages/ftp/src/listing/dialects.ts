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

/**
 * All of them, the common before the rare: the first that reads everything is taken, and of those that read as much as
 * each other the first. A line of a Mac could be one of Unix; the others have no line in common.
 */
export const candidates: readonly Dialect[] = [
  mac,
  unix,
  dos,
  factualMlsd,
  vms,
  zos,
  os400,
  eplf,
  os2,
  netware,
  nonstop,
]
