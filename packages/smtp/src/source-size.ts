import { isAscii } from 'node:buffer'
import { statSync } from 'node:fs'
import type { Source } from '@linewire/wire'

/** What can be known of a message before it is read. */
export interface Known {
  /** octets */
  readonly size?: number
  /** whether it has octets above 127 */
  readonly eightBit?: boolean
}

/**
 * Looks at a source without reading it. Synchronous, a file's stat() too: a send() that waited here would be
 * overtaken by the calls behind it.
 *
 * @throws Node's own error when a file is not there
 */
export function known(source: Source): Known {
  if (typeof source === 'string') return { size: Buffer.byteLength(source), eightBit: /[^\p{ASCII}]/u.test(source) }
  if (source instanceof Uint8Array) return { size: source.byteLength, eightBit: !isAscii(source) }
  if (source instanceof Blob) return { size: source.size }
  if (Symbol.asyncIterator in source || 'getReader' in source) return {}
  const found = statSync(source.path)
  return found.isFile() ? { size: found.size } : {}
}
