import type { Dialect, Reading } from './dialect.ts'
import { Words } from './words.ts'
import { datasets } from './zos-dataset.ts'
import { jobs } from './zos-jobs.ts'
import { members } from './zos-member.ts'

/**
 * z/OS, the realms that are no file system: datasets, the members of a partitioned one, the jobs of JES. The file
 * system (HFS) is listed as Unix lists it.
 */
export const zos: Dialect = (clock) => {
  const words = new Words()
  const realms = [datasets, members(clock), jobs()]
  return (line): Reading => {
    words.read(line)
    for (const read of realms) {
      const reading = read(words)
      if (reading !== undefined) return reading
    }
    return undefined
  }
}
