import { ArgumentError, argument, type Body, type Command } from '@linewire/wire'
import { rows } from '../reply.ts'
import { type ArticleRange, isId, phrase, rowsArgument, word } from '../spec.ts'

/**
 * The articles of a range whose header field fits the wildmat, a line each as HDR has them. Several patterns are one,
 * with blanks between them. RFC 2980 §2.9
 */
export const xpat = (field: string, spec: ArticleRange, ...patterns: string[]): Command<Body> => {
  const pattern = argument(patterns.join(' '), 'a pattern')
  if (pattern.trim() === '') throw new ArgumentError('XPAT needs a pattern')
  return {
    line: phrase('XPAT', word(field, 'the name of the field'), rowsArgument(spec), pattern),
    talk: (io) => rows(io, 221, !isId(spec)),
  }
}
