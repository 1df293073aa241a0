/**
 * Whether a name fits a wildmat: patterns between commas, the last that fits decides, '!' in front says no.
 * `*` any characters, `?` one; `[a-z]` and `[^a-z]` as the old servers have them. RFC 3977 §4, RFC 2980 §3.3
 */
export function wildmat(pattern: string, name: string): boolean {
  let fits = false
  for (const part of pattern.split(',')) {
    const negated = part.startsWith('!')
    if (expression(negated ? part.slice(1) : part).test(name)) fits = !negated
  }
  return fits
}

/** One pattern, without commas and negation. */
export function expression(pattern: string): RegExp {
  const source = pattern.replace(/\[\^?[^\]]+\]|[*?]|\\.|./gsu, (piece) => {
    if (piece === '*') return '.*'
    if (piece === '?') return '.'
    if (piece.length > 2 && piece.startsWith('[')) return piece.replace(/\\/g, '\\\\')
    const literal = piece.startsWith('\\') && piece.length > 1 ? piece.slice(1) : piece
    return literal.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&')
  })
  return new RegExp(`^${source}$`, 'su')
}
