/**
 * The number that a text ends in, blanks aside; NaN where it ends in something else. By hand: an expression that looks for
 * digits before the end takes seconds for 64 KiB of them that something else follows.
 */
export function numberAtEnd(text: string): number {
  const trimmed = text.trimEnd()
  let at = trimmed.length
  while (at > 0 && isDigit(trimmed.charCodeAt(at - 1))) at--
  return at === trimmed.length ? Number.NaN : Number(trimmed.slice(at))
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57
