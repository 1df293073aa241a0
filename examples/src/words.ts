/** 640 octets, 12.5 KiB, 3.0 MiB */
export function octetsInWords(octets: number): string {
  if (octets < 1024) return `${octets} octets`
  const kilo = octets / 1024
  return kilo < 1024 ? `${kilo.toFixed(1)} KiB` : `${(kilo / 1024).toFixed(1)} MiB`
}

/** 2026-11-23 14:05, in UTC as every reader can place it; a dash where there is no date. */
export function dateInWords(date: Date | null | undefined): string {
  return date ? date.toISOString().slice(0, 16).replace('T', ' ') : '-'
}

/** Ann Lee <ann@example.net>, or what there is of it. */
export function personInWords(person: { name: string | null; address: string } | undefined): string {
  if (person === undefined) return '-'
  return person.name ? `${person.name} <${person.address}>` : person.address || '-'
}

/** One line of a table: each text as wide as its column, cut where it is longer; the last one as long as it is. */
export function row(texts: readonly string[], widths: readonly number[]): string {
  return texts
    .map((text, at) => fitted(text, widths[at]))
    .join('  ')
    .trimEnd()
}

/** terminals give two columns to these, and none to marks that sit on a letter. Unicode Standard Annex 11 */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60\p{Emoji_Presentation}]/u
const mark = /\p{Mark}/u

function columns(text: string): number {
  let sum = 0
  for (const character of text) sum += wide.test(character) ? 2 : mark.test(character) ? 0 : 1
  return sum
}

function fitted(text: string, width = Number.POSITIVE_INFINITY): string {
  if (columns(text) <= width)
    return width === Number.POSITIVE_INFINITY ? text : text + ' '.repeat(width - columns(text))
  let kept = ''
  for (const character of text) {
    if (columns(kept + character) >= width) break
    kept += character
  }
  return `${kept}…${' '.repeat(width - columns(kept) - 1)}`
}
