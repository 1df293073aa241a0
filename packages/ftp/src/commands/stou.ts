import type { Sent } from '../send.ts'
import type { Transfer } from '../transfer.ts'

/** Stores a file under a name that the server chooses. RFC 959 §4.1.3 */
export const stou = (): Transfer => ({ line: 'STOU', type: 'I', mode: 'S' })

/**
 * The name that it chose: "150 FILE: name" (RFC 1123 §4.1.2.9), or "226 … (unique file name:name)" of those who tell
 * it at the end. Undefined when it does not tell.
 */
export function uniqueName({ preliminary, final }: Sent): string | undefined {
  const found = /FILE: *(\S.*)/i.exec(preliminary) ?? /unique file name: *(.+?)\)?\.?$/i.exec(final.text)
  return found?.[1]?.trimEnd()
}
