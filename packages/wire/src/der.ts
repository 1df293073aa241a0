/** One element of DER and what follows it; undefined when it is another, or does not end. X.690 §8.1 */
export function element(der: Uint8Array, expected: number): { content: Uint8Array; rest: Uint8Array } | undefined {
  const [tag, first = 0] = der
  if (tag !== expected) return undefined
  const more = first < 0x80 ? 0 : first & 0x7f
  let length = more === 0 ? first : 0
  for (const octet of der.subarray(2, 2 + more)) length = length * 256 + octet
  const start = 2 + more
  const end = start + length
  return end > der.length ? undefined : { content: der.subarray(start, end), rest: der.subarray(end) }
}
