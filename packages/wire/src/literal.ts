import type { Framing } from './script.ts'

/** Exactly `size` octets. RFC 9051 §4.3 */
export function literalFraming(size: number): Framing {
  let left = size
  return {
    feed(input, emit) {
      // a literal of no octets is over without any input
      while (left > 0) {
        const piece = input.lend(left)
        if (piece.length === 0) return false
        left -= piece.length
        emit(piece)
      }
      return true
    },
  }
}
