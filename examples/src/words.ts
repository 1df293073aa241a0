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
    .map((text, at) => {
      const width = widths[at]
      if (width === undefined) return text
      return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width)
    })
    .join('  ')
    .trimEnd()
}
