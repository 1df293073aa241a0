import { asBuffer, type Body, decode, LimitError } from '@linewire/wire'

const LF = 10

/** octets of one line of a block: overview lines of more than 8 KiB exist */
const longestLine = 1024 * 1024

/** Whole lines, as many at a time as have arrived. */
export interface LineBatch {
  readonly octets: number
  readonly lines: string[]
}

/**
 * The lines of a block as they arrive: a batch for every chunk, which costs a tenth of a promise for every line.
 * @throws {LimitError} for a line of more than 1 MiB
 */
export async function* lineBatches(body: Body): AsyncGenerator<LineBatch, void, undefined> {
  let rest: Buffer[] = []
  let waiting = 0
  for await (const octets of body) {
    const piece = asBuffer(octets)
    const end = piece.lastIndexOf(LF) + 1
    if (end > 0) {
      const whole = rest.length > 0 ? Buffer.concat([...rest, piece.subarray(0, end)]) : piece.subarray(0, end)
      yield { octets: whole.length, lines: textLines(whole) }
      rest = []
      waiting = 0
    }
    if (end === piece.length) continue
    rest.push(piece.subarray(end))
    waiting += piece.length - end
    if (waiting > longestLine) throw new LimitError(`the server sent a line of more than ${longestLine} octets`)
  }
  if (waiting > 0) yield { octets: waiting, lines: textLines(Buffer.concat(rest)) }
}

/** Whole lines as text, without their ends. Each line has its own charset: one in Latin-1 does not spoil the others. */
export function textLines(octets: Uint8Array): string[] {
  const lines = asBuffer(octets).toString('latin1').split('\n')
  if (lines.at(-1) === '') lines.pop() // behind the last line end is nothing
  return lines.map((line) => decodeText(line.endsWith('\r') ? line.slice(0, -1) : line))
}

/** A string of octets (Latin-1) as text: UTF-8 where it is that. */
export function decodeText(octets: string): string {
  return /[\x80-\xff]/.test(octets) ? decode(Buffer.from(octets, 'latin1')) : octets
}
