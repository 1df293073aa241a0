import { ArgumentError, type Body, type Command } from '@linewire/wire'
import { rows } from '../reply.ts'
import { type ArticleRange, isId, phrase, rowsArgument, word } from '../spec.ts'

/**
 * The articles of a range whose header field fits one of the wildmats, a line each as HDR has them. A blank in a
 * pattern is written `?`. RFC 2980 §2.9
 */
export const xpat = (field: string, spec: ArticleRange, ...patterns: string[]): Command<Body> => {
  if (patterns.length === 0) throw new ArgumentError('XPAT needs a pattern')
  const wanted = patterns.map((pattern) => word(pattern, 'a pattern'))
  return {
    line: phrase('XPAT', word(field, 'the name of the field'), rowsArgument(spec), ...wanted),
    talk: (io) => rows(io, 221, !isId(spec)),
  }
}
