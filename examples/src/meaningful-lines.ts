/** "> ", ">> ", "Bob> ", "| " at the beginning of a line. RFC 3676 §4.5 and the older habits */
const quoted = /^\s*(?:[A-Za-z]{0,3}>|\|\s)/
/** The line above a quotation, in the languages that newsreaders write it in. */
const attribution = /\b(?:wrote|writes|schrieb|skrev)\b.*:$|\b(?:a écrit|escribió|ha scritto)\s*:$/i
/** "On Monday, 3 March 2026, Bob <bob@example>", whose "wrote:" has slipped to the next line */
const opening = /^(?:On|Am|Le|El|Il|In)\b.*(?:\d{4}|\d:\d\d|<\S+>|,)/
/** RFC 3676 §4.3 */
const signature = /^-- ?$/

/**
 * What the author wrote: without quoted text, without the lines that introduce it ("Bob wrote:"), without the signature,
 * and with one blank line where there are several.
 */
export function meaningfulLines(text: string, limit: number): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd())
  const kept: string[] = []
  for (let at = 0; at < lines.length && kept.length < limit; at++) {
    const line = lines[at]!
    if (signature.test(line)) break
    if (quoted.test(line) || attribution.test(line)) continue
    // newsreaders break a long attribution in two
    if (opening.test(line) && attribution.test(`${line} ${lines[at + 1] ?? ''}`)) {
      at += 1
      continue
    }
    if (line === '' && (kept.at(-1) ?? '') === '') continue
    kept.push(line)
  }
  if (kept.at(-1) === '') kept.pop()
  return kept
}
