/** The number that digits say; -1 when anything else stands there, or nothing. */
export function digits(line: string, from: number, to: number): number {
  if (from >= to) return -1
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = line.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** The same with separators between thousands: "1,234,567", "1.234". */
export function groupedDigits(line: string, from: number, to: number, separators: string): number {
  if (from >= to) return -1
  let value = 0
  let wasDigit = false
  for (let at = from; at < to; at++) {
    const digit = line.charCodeAt(at) - 48
    const isDigit = digit >= 0 && digit <= 9
    if (isDigit) value = value * 10 + digit
    else if (!wasDigit || !separators.includes(line[at]!)) return -1
    wasDigit = isDigit
  }
  return wasDigit ? value : -1
}
