import { excerpt, ProtocolError, type Reply, type Talk } from '@linewire/wire'
import type { ArticleSpec } from './spec.ts'

/** Where an article is. */
export interface Located {
  /** in the selected group; 0 when it was asked for by Message-ID. RFC 3977 §6.2.1.2 */
  readonly number: number
  /** its Message-ID, with brackets */
  readonly id: string
}

/** "3000234 <45223423@example.com>", and anything behind it. RFC 3977 §6.1.3, §6.2 */
export function located(io: Talk, { text }: Reply, asked?: ArticleSpec): Located {
  const [, number, id] = /^\s*(\d+)?\s*(<[^>]*>)?/.exec(text)!
  // Usenet-Farm says "223 " and no more: what was asked for is known
  if (asked === undefined && (number === undefined || id === undefined)) {
    throw new ProtocolError(`${io.name}: expected an article number and a Message-ID, got ${excerpt(text)}`)
  }
  return {
    number: number !== undefined ? Number(number) : typeof asked === 'number' ? asked : 0,
    id: id ?? (typeof asked === 'string' ? asked : ''),
  }
}
