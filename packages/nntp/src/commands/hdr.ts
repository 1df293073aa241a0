import type { Body, Command } from '@linewire/wire'
import { decodeWords } from '../encoded-word.ts'
import { rows } from '../reply.ts'
import { type ArticleRange, isId, phrase, rowsArgument, word } from '../spec.ts'

/** One header field of one article. */
export interface FieldValue {
  /** in the selected group; 0 when it was asked for by Message-ID */
  readonly number: number
  /** encoded words decoded; empty when the article has no such field */
  readonly value: string
  /** as the server sent it */
  readonly raw: string
}

/**
 * One header field (or `:bytes`, `:lines`) of a range, of one article by Message-ID, or of the current one, a line each;
 * parseField() reads them. A range without articles gives no lines. RFC 3977 §8.5; XHDR: RFC 2980 §2.6
 */
export const hdr = (field: string, spec?: ArticleRange, name: 'HDR' | 'XHDR' = 'HDR'): Command<Body> => ({
  line: phrase(name, word(field, 'the name of the field'), rowsArgument(spec)),
  talk: (io) => rows(io, name === 'HDR' ? 225 : 221, spec !== undefined && !isId(spec)),
})

/** "3000234 I am just a test article"; XHDR writes the Message-ID for a number, and "(none)" for no such field. */
export function parseField(line: string): FieldValue | undefined {
  const [, label, raw = ''] = /^(\d+|<\S+>)(?:[ \t](.*))?$/.exec(line) ?? []
  if (label === undefined) return undefined
  return { number: label.startsWith('<') ? 0 : Number(label), value: raw === '(none)' ? '' : decodeWords(raw), raw }
}
