/**
 * One response of the server does not follow the grammar. The response ends there and then; the connection
 * and the responses behind it are untouched, for the framer had found its end before it was parsed.
 */
export class ParseError extends Error {
  readonly code = 'ERR_IMAP_PARSE' as const
  override readonly name: string = 'ParseError'
}

/** Parentheses nested deeper than 100. It fails the whole response, for there is nothing worth saving inside. */
export class NestingError extends ParseError {
  override readonly name: string = 'NestingError'
}
