import { asBuffer } from '../text.ts'

/**
 * The same octets cut in every way that matters: whole, in two at every place, one octet at a time, and at places
 * that a fixed seed chooses, so that a failure can be seen again.
 */
export function* everySplit(octets: string | Uint8Array, cuts = 8): Generator<Buffer[], void, undefined> {
  const whole = typeof octets === 'string' ? Buffer.from(octets) : asBuffer(octets)
  yield [copy(whole)]
  for (let at = 1; at < whole.length; at++) yield [copy(whole.subarray(0, at)), copy(whole.subarray(at))]
  yield Array.from(whole, (octet) => Buffer.from([octet]))
  let seed = 1
  for (let i = 0; i < cuts; i++) {
    const pieces: Buffer[] = []
    for (let at = 0; at < whole.length; ) {
      seed = (seed * 48_271) % 0x7fffffff
      const size = 1 + (seed % 7)
      pieces.push(copy(whole.subarray(at, at + size)))
      at += size
    }
    yield pieces
  }
}

// a chunk of its own each time: a parser that keeps a view must not see its neighbour
function copy(octets: Buffer): Buffer {
  return Buffer.from(octets)
}
