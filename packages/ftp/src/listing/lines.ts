import type { Body, Charset } from '@linewire/wire'
import { LimitError } from '@linewire/wire'

/** The lines of a listing, in the charset of the connection's names. */
export async function* lines(body: Body, charset: Charset, limit: number): AsyncGenerator<string, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > limit) throw new LimitError(`the listing has more than ${limit} octets (limits.body)`)
    let chunk = Buffer.concat([rest, piece])
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
      yield charset.decode(chunk.subarray(0, end > 0 && chunk[end - 1] === 13 ? end - 1 : end))
      chunk = chunk.subarray(end + 1)
    }
    rest = chunk
  }
  if (rest.length > 0) yield charset.decode(rest)
}
