import { type Range, UidSet } from '../sets.ts'

/**
 * Which UID a copied or moved message has now. RFC 9051 §7.1 COPYUID
 *
 * The two sets correspond in the order in which the server writes them, which need not be ascending.
 */
export class CopyUid {
  readonly uidValidity: number
  readonly source: UidSet
  readonly destination: UidSet
  readonly #from: readonly Range[]
  readonly #to: readonly Range[]

  /** @throws RangeError when the sets are not of one size: no message could be told from another */
  constructor(uidValidity: number, source: readonly Range[], destination: readonly Range[]) {
    this.uidValidity = uidValidity
    this.source = UidSet.from(source)
    this.destination = UidSet.from(destination)
    this.#from = source
    this.#to = destination
    if (count(source) !== count(destination)) throw new RangeError('COPYUID: the sets differ in size')
  }

  /** The UID in the destination of the message that had `uid` in the source. O(ranges) */
  get(uid: number): number | undefined {
    let index = 0
    for (const [first, last] of this.#from) {
      if (uid >= first && uid <= last) return at(this.#to, index + uid - first)
      index += last - first + 1
    }
    return undefined
  }
}

function count(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)
}

function at(ranges: readonly Range[], index: number): number | undefined {
  let left = index
  for (const [first, last] of ranges) {
    if (left <= last - first) return first + left
    left -= last - first + 1
  }
  return undefined
}
