/** octets that are gathered before they go out */
const pieceSize = 64 * 1024

/** Lines with CR LF behind each, as TYPE A has them on the wire; ends that they have already are theirs no more. RFC 959 §3.1.1.1 */
export async function* crlfLines(
  lines: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let gathered = ''
  for await (const line of lines) {
    gathered += `${line.replace(/\r?\n$/, '').replace(/\r?\n/g, '\r\n')}\r\n`
    if (gathered.length < pieceSize) continue
    yield Buffer.from(gathered)
    gathered = ''
  }
  if (gathered !== '') yield Buffer.from(gathered)
}
