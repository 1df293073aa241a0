import { type Body, type CallOptions, slidingWindow } from '@linewire/wire'
import { lineBatches } from './lines.ts'
import type { Batch } from './listing.ts'
import { type ArticleRange, bounds, isId } from './spec.ts'

/** article numbers in one request: providers time out on more than some ten thousand */
const span = 10_000

/** requests on the wire: while one is read the next is on its way */
const ahead = 2

/**
 * Asks for a block of lines, a wide range in pieces of ten thousand numbers, and gives each line its meaning; a line
 * that has none is passed over.
 */
export async function* scan<T>(
  spec: ArticleRange | undefined,
  ask: (piece: ArticleRange | undefined, options: CallOptions) => Promise<Body>,
  parse: (line: string) => T | undefined,
  { signal }: CallOptions = {},
): AsyncGenerator<Batch<T>, void, undefined> {
  const start = (piece: ArticleRange | undefined, leaving: AbortSignal): Promise<Body> =>
    ask(piece, { signal: signal ? AbortSignal.any([signal, leaving]) : leaving })
  for await (const { result } of slidingWindow(piecesOf(spec), ahead, start)) {
    if (result.status === 'rejected') throw result.reason
    for await (const { octets, lines } of lineBatches(result.value)) {
      yield { octets, items: lines.map(parse).filter((item) => item !== undefined) }
    }
  }
}

function* piecesOf(spec: ArticleRange | undefined): Generator<ArticleRange | undefined> {
  if (spec === undefined || isId(spec)) {
    yield spec
    return
  }
  const { from, to } = bounds(spec)
  // how far an open range goes only the server knows
  if (to === undefined) yield { from }
  else for (let at = from; at <= to; at += span) yield { from: at, to: Math.min(to, at + span - 1) }
}
