/** One step of a conversation as RFCs print it. */
export interface Step {
  readonly from: 'client' | 'server'
  /** without its line end */
  readonly text: string
}

/**
 * Reads a transcript: lines that begin with `S:` or `C:`, as RFCs print them. One blank behind the colon is not part
 * of the line; other lines (headings, blank ones) are passed over.
 */
export function transcript(text: string): Step[] {
  const steps: Step[] = []
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*([SC]): ?(.*)$/.exec(line)
    if (found) steps.push({ from: found[1] === 'S' ? 'server' : 'client', text: found[2] ?? '' })
  }
  return steps
}

/** All that the server says in a transcript, as octets with CR LF. */
export function serverOctets(text: string): Buffer {
  return Buffer.from(
    transcript(text)
      .filter((step) => step.from === 'server')
      .map((step) => `${step.text}\r\n`)
      .join(''),
  )
}
