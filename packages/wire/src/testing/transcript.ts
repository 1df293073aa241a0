import { readFileSync } from 'node:fs'

/** One step of a conversation as RFCs print it. */
export interface Step {
  readonly from: 'client' | 'server'
  /** as the transcript has it, without its line end */
  readonly text: string
  /** on FTP's data connection; `end`: this side has sent all */
  readonly data?: 'octets' | 'end'
}

/**
 * Reads a transcript: lines that begin with `S:` or `C:`, as RFCs print them. `S>` and `C>` are on FTP's data connection,
 * which `S|` and `C|` end. One blank behind the mark is not part of the line; other lines (headings, blank ones) are
 * passed over.
 */
export function transcript(text: string): Step[] {
  const steps: Step[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, who, mark, words = ''] = /^\s*([SC])([:>|]) ?(.*)$/.exec(line) ?? []
    if (mark === undefined) continue
    const step = { from: who === 'S' ? 'server' : 'client', text: words } as const
    steps.push(mark === ':' ? step : { ...step, data: mark === '>' ? 'octets' : 'end' })
  }
  return steps
}

/**
 * A transcript from its file: `readTranscript(new URL('../test/transcripts/dovecot-stat.txt', import.meta.url))`.
 * One conversation in each file, named by the server that speaks so; lines that begin with `#` say where it is from.
 */
export function readTranscript(file: URL): string {
  return readFileSync(file, 'utf8')
}

/**
 * What a line is on the wire: UTF-8 with CR LF; `\xb5` stands for one octet, and a backslash at the end says that no
 * CR LF follows: a chunk or a literal that ends within a line.
 */
export function lineOctets(text: string): Buffer {
  const open = text.endsWith('\\')
  const pieces = (open ? text.slice(0, -1) : text).split(/\\x([0-9a-f]{2})/i)
  const octets = pieces.map((piece, i) => Buffer.from(piece, i % 2 ? 'hex' : 'utf8'))
  return Buffer.concat([...octets, Buffer.from(open ? '' : '\r\n')])
}

/** The same conversation with all that the server says in a row as one step: one chunk. */
export function inOneChunk(steps: readonly Step[]): Step[] {
  const joined: Step[] = []
  for (const step of steps) {
    const last = joined.at(-1)
    if (step.from === 'client' || last?.from !== 'server' || step.data !== last.data) joined.push(step)
    else joined[joined.length - 1] = { ...last, text: `${closed(last.text)}${step.text}` }
  }
  return joined
}

function closed(text: string): string {
  return text.endsWith('\\') ? text.slice(0, -1) : `${text}\\x0d\\x0a`
}

/** All that the server says in a transcript, as octets with CR LF. */
export function serverOctets(text: string): Buffer {
  return Buffer.concat(
    transcript(text)
      .filter((step) => step.from === 'server' && step.data === undefined)
      .map((step) => lineOctets(step.text)),
  )
}
