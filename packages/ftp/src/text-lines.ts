import { asBuffer } from '@linewire/wire'
import { through } from './through.ts'

/** octets that are gathered before they go out */
const pieceSize = 64 * 1024

/** Lines with CR LF behind each, as TYPE A has them on the wire; ends that they have already are theirs no more. RFC 959 §3.1.1.1 */
export const crlfLines = (lines: Iterable<string> | AsyncIterable<string>): AsyncIterable<Uint8Array> =>
  Symbol.asyncIterator in lines ? through(lines, gathered) : gathered(lines)

async function* gathered(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  let text = ''
  for await (const line of lines) {
    text += `${line.replace(/\r?\n$/, '').replace(/\r?\n/g, '\r\n')}\r\n`
    if (text.length < pieceSize) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

const [CR, LF] = [13, 10]
const CRLF = Buffer.from('\r\n')

/** Octets of text with every line end as TYPE A has it: CR LF stays, LF becomes it, a lone CR is none. RFC 959 §3.1.1.1 */
export const crlfOctets = (source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => through(source, withEnds)

async function* withEnds(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let before = 0
  for await (const given of source) {
    const octets = asBuffer(given)
    const pieces: Buffer[] = []
    let from = 0
    for (let end = octets.indexOf(LF); end >= 0; end = octets.indexOf(LF, end + 1)) {
      if ((end === 0 ? before : octets[end - 1]) === CR) continue
      pieces.push(octets.subarray(from, end), CRLF)
      from = end + 1
    }
    if (octets.length > 0) before = octets[octets.length - 1]!
    yield from === 0 && pieces.length === 0 ? octets : Buffer.concat([...pieces, octets.subarray(from)])
  }
}
