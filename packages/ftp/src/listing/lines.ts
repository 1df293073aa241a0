import { isAscii, isUtf8 } from 'node:buffer'
import { asBuffer, type Body, type Charset, LimitError, utf8 } from '@linewire/wire'
import { octetNames, utf8Names } from '../charset.ts'
import { lent } from './lent.ts'

/** octets */
export interface LineLimits {
  /** of one line */
  line: number
  /** of all of them */
  all: number
}

/** octets that are decoded at once: what is made of more of them outlives the young generation of V8 */
const blockSize = 32 * 1024

/** Whole lines: as one text where that is the same as each of them for itself. */
type Block = string | readonly string[]

/** The lines of a listing, some at a time as they come, in the charset of the connection's names. */
export async function* lineBatches(
  body: Body,
  charset: Charset,
  limits: LineLimits,
): AsyncGenerator<readonly string[], void, undefined> {
  const blocks = new Blocks(charset, limits)
  for await (const made of lent(body, (piece) => blocks.read(asBuffer(piece)))) {
    for (const block of made) yield split(block, limits.line)
  }
  yield split(blocks.end(), limits.line)
}

class Blocks {
  readonly #charset: Charset
  readonly #limits: LineLimits
  /** of a line whose end has not come */
  #begun: Buffer[] = []
  #begunLength = 0
  #length = 0

  constructor(charset: Charset, limits: LineLimits) {
    this.#charset = charset
    this.#limits = limits
  }

  /** Keeps nothing of the piece but copies. */
  read(piece: Buffer): Block[] {
    const { line, all } = this.#limits
    this.#length += piece.length
    if (this.#length > all) throw new LimitError(`the listing has more than ${all} octets (limits.body)`)
    const blocks: Block[] = []
    const end = piece.lastIndexOf(10) + 1
    let at = 0
    if (end > 0 && this.#begunLength > 0) {
      at = piece.indexOf(10) + 1
      this.#begun.push(piece.subarray(0, at))
      blocks.push(this.end())
    }
    while (at < end) {
      const last = at + blockSize < end ? piece.lastIndexOf(10, at + blockSize) + 1 : end
      // a line may be longer than a block
      const stop = last > at ? last : piece.indexOf(10, at) + 1
      blocks.push(decoded(piece.subarray(at, stop), this.#charset, line))
      at = stop
    }
    if (end < piece.length) this.#begun.push(Buffer.from(piece.subarray(end)))
    this.#begunLength += piece.length - end
    // one more may be the CR of its end
    if (this.#begunLength > line + 1) throw tooLong(line)
    return blocks
  }

  /** The line that has begun is all that there is of it. */
  end(): Block {
    const begun = Buffer.concat(this.#begun)
    this.#begun = []
    this.#begunLength = 0
    return decoded(begun, this.#charset, this.#limits.line)
  }
}

function decoded(octets: Buffer, charset: Charset, longest: number): Block {
  if (charset === octetNames || isAscii(octets)) return octets.toString('latin1')
  if ((charset === utf8Names || charset === utf8) && isUtf8(octets)) return octets.toString('utf8')
  const lines: string[] = []
  for (let at = 0; at < octets.length; ) {
    const end = octets.indexOf(10, at)
    const stop = end < 0 ? octets.length : end
    const line = octets.subarray(at, end > at && octets[end - 1] === 13 ? end - 1 : stop)
    if (line.length > longest) throw tooLong(longest)
    lines.push(charset.decode(line))
    at = stop + 1
  }
  return lines
}

function split(block: Block, longest: number): readonly string[] {
  if (typeof block !== 'string') return block
  const lines: string[] = []
  for (let at = 0; at < block.length; ) {
    const end = block.indexOf('\n', at)
    const stop = end < 0 ? block.length : end
    const line = block.slice(at, end > at && block.charCodeAt(end - 1) === 13 ? end - 1 : stop)
    if (line.length > longest) throw tooLong(longest)
    lines.push(line)
    at = stop + 1
  }
  return lines
}

function tooLong(longest: number): LimitError {
  return new LimitError(`the listing has a line of more than ${longest} octets (limits.line)`)
}
