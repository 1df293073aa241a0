import { access } from 'node:fs/promises'
import { join, parse } from 'node:path'

/** octets that the usual file systems give a name, less some for a number and a suffix */
const longest = 200

/**
 * A name that a stranger chose, as one that does no harm in a folder of ours: no path, no hidden file, no device of
 * Windows, nothing that a terminal or a shell takes for something else.
 */
export function safeFileName(name: string | undefined, fallback = 'attachment'): string {
  const last = (name ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[\x00-\x1f\x7f-\x9f<>:"|?*\u202a-\u202e\u2066-\u2069\u2028\u2029]/g, '_')
    .replace(/^[.\s-]+|[.\s]+$/g, '')
  const { name: stem, ext } = parse(plain)
  const whole = cut(stem, longest - Buffer.byteLength(ext)) + cut(ext, longest)
  if (whole === '') return fallback
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(whole) ? `_${whole}` : whole
}

/** A path in the folder that nothing has yet: "report.pdf", "report-2.pdf", … */
export async function freePath(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = parse(name)
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? name : `${stem}-${number}${ext}`)
    const taken = await access(path).then(
      () => true,
      () => false,
    )
    if (!taken) return path
  }
}

/** Never in the middle of a character. */
function cut(text: string, octets: number): string {
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(character) > octets) break
    kept += character
  }
  return kept
}
