import { literalAtEnd, literalMarker, type Segments } from './segments.ts'

/**
 * One response as the RFCs print it, `{5}` and line ends and all, cut into segments. For tests.
 *
 * @throws RangeError when the text ends within a literal
 */
export function segmentText(text: string | Buffer): Segments {
  const bytes = Buffer.from(text)
  const pieces: Buffer[] = []
  const literals: Buffer[] = []
  for (let at = 0; ; ) {
    const lineFeed = bytes.indexOf('\r\n', at)
    const line = bytes.subarray(at, lineFeed === -1 ? bytes.length : lineFeed)
    const marker = pieces.length === 0 ? literalAtEnd(line) : literalMarker(line)
    if (marker === undefined) {
      pieces.push(line)
      return literals.length === 0 ? line : { pieces, literals }
    }
    at = lineFeed + 2 + marker.size
    if (lineFeed === -1 || at > bytes.length) throw new RangeError('the text ends within a literal')
    pieces.push(line.subarray(0, marker.start))
    literals.push(bytes.subarray(lineFeed + 2, at))
  }
}
