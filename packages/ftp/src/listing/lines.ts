import { isAscii, isUtf8 } from 'node:buffer'
import { asBuffer, type Body, type Charset, LimitError, utf8 } from '@linewire/wire'
import { octetNames } from '../charset.ts'

/** octets */
export interface LineLimits {
  /** of one line */
  line: number
  /** of all of them */
  all: number
}

/** The lines of a listing, as many at a time as have come, in the charset of the connection's names. */
export async function* lineBatches(
  body: Body,
  charset: Charset,
  limits: LineLimits,
): AsyncGenerator<string[], void, undefined> {
  let begun: Uint8Array[] = []
  let begunLength = 0
  let length = 0
  for await (const piece of body) {
    length += piece.length
    if (length > limits.all) throw new LimitError(`the listing has more than ${limits.all} octets (limits.body)`)
    const end = piece.lastIndexOf(10) + 1
    if (end > 0) {
      // the rest of a line that has begun, and the others where they are
      const first = begunLength > 0 ? piece.indexOf(10) + 1 : 0
      if (first > 0) yield decoded(Buffer.concat([...begun, piece.subarray(0, first)]), charset, limits.line)
      if (end > first) yield decoded(asBuffer(piece.subarray(first, end)), charset, limits.line)
      begun = []
      begunLength = 0
    }
    if (end === piece.length) continue
    begunLength += piece.length - end
    // one more may be the CR of its end
    if (begunLength > limits.line + 1) throw tooLong(limits.line)
    begun.push(piece.subarray(end))
  }
  if (begunLength > 0) yield decoded(Buffer.concat(begun), charset, limits.line)
}

/** One toString for all of them where that means the same, and slices of it. */
function decoded(block: Buffer, charset: Charset, longest: number): string[] {
  if (charset === octetNames || isAscii(block)) return split(block.toString('latin1'), longest)
  if (charset === utf8 && isUtf8(block)) return split(block.toString('utf8'), longest)
  const lines: string[] = []
  for (let at = 0; at < block.length; ) {
    const end = block.indexOf(10, at)
    const stop = end < 0 ? block.length : end
    const line = block.subarray(at, end > at && block[end - 1] === 13 ? end - 1 : stop)
    if (line.length > longest) throw tooLong(longest)
    lines.push(charset.decode(line))
    at = stop + 1
  }
  return lines
}

function split(text: string, longest: number): string[] {
  const lines: string[] = []
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const stop = end < 0 ? text.length : end
    const line = text.slice(at, end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : stop)
    if (line.length > longest) throw tooLong(longest)
    lines.push(line)
    at = stop + 1
  }
  return lines
}

function tooLong(longest: number): LimitError {
  return new LimitError(`the listing has a line of more than ${longest} octets (limits.line)`)
}
