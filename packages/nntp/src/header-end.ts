import { type Framing, type Input, LimitError, type Script } from '@linewire/wire'

const CR = 13
const LF = 10

/** octets of a header: thousands of cross-posts fit */
export const headerLimit: number = 1024 * 1024

/** Reads the header of an article, its empty line included; `rest` frames what follows. RFC 5536 §2.1 */
export function* splitHeader(input: Input, framing: Framing): Script<{ header: Buffer; rest: Framing }> {
  const search = new HeaderEnd()
  const pieces: Buffer[] = []
  let length = 0
  let behind: Buffer[] = []
  let found = false
  const emit = (piece: Buffer): void => {
    const end = found ? 0 : search.find(piece)
    found ||= end >= 0
    if (!found || end > 0) {
      const part = found ? piece.subarray(0, end) : piece
      length += part.length
      if (length > headerLimit) throw new LimitError(`the article's header has more than ${headerLimit} octets`)
      pieces.push(part)
    }
    if (found && end < piece.length) behind.push(input.own(piece.subarray(end)))
  }
  let over = false
  let owned = 0
  while (!(over = framing.feed(input, emit)) && !found) {
    for (; owned < pieces.length; owned++) pieces[owned] = input.own(pieces[owned]!)
    yield
  }
  const rest: Framing = {
    feed(from, emitBody) {
      // what came in one chunk with the header
      for (const piece of behind) emitBody(piece)
      behind = []
      return over || framing.feed(from, emitBody)
    },
  }
  return { header: Buffer.concat(pieces, length), rest }
}

/** Looks for the first empty line, across pieces. */
class HeaderEnd {
  #lineLength = 0
  #last = 0

  /** The octets of this piece up to and with the empty line; -1 when it is not here. */
  find(piece: Buffer): number {
    let lineStart = 0
    for (let end = piece.indexOf(LF); end >= 0; end = piece.indexOf(LF, lineStart)) {
      const length = this.#lineLength + end - lineStart
      const before = end > 0 ? piece[end - 1] : this.#last
      if (length === 0 || (length === 1 && before === CR)) return end + 1
      lineStart = end + 1
      this.#lineLength = 0
    }
    this.#lineLength += piece.length - lineStart
    this.#last = piece[piece.length - 1] ?? this.#last
    return -1
  }
}
