import type { Command } from '@linewire/wire'
import { list } from '../list.ts'

/** Which Distribution field suits a group: of the wildmats that fit, the one of the greatest weight tells. */
export interface DistributionPattern {
  readonly weight: number
  readonly wildmat: string
  readonly distribution: string
}

/** What to write into the Distribution field. RFC 3977 §7.6.5 */
export const listDistribPats = (): Command<DistributionPattern[]> => list('DISTRIB.PATS', parsePattern)

/** "10:local.*:local" */
function parsePattern(line: string): DistributionPattern[] {
  const [, weight, wildmat, distribution] = /^\s*(\d+):([^:]*):(.*)$/.exec(line) ?? []
  return weight === undefined ? [] : [{ weight: Number(weight), wildmat: wildmat!, distribution: distribution!.trim() }]
}
