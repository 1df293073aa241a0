import type { Dialect } from './dialect.ts'
import { Records } from './records.ts'
import type { WallClock } from './wall-clock.ts'

/**
 * The dialect that makes the most lines of a sample into entries; of those that make none, the one that knows its
 * headings. In doubt the first.
 */
export function choose(candidates: readonly Dialect[], sample: readonly string[], clock: WallClock): Dialect {
  let best = candidates[0]!
  let most = 0
  for (const dialect of candidates) {
    let unread = 0
    let skipped = 0
    const records = new Records(dialect(clock, sample), (_, reading) => {
      if (reading === undefined) unread++
      else if (reading === 'skip') skipped++
    })
    for (const line of sample) records.push(line)
    records.end()
    const read = sample.length - unread - skipped
    const score = read * (sample.length + 1) + skipped
    if (score <= most) continue
    best = dialect
    most = score
    if (unread === 0 && read > 0) break
  }
  return best
}
