/**
 * A message that cannot be written as asked: an address without '@', a line break inside a header, a stream read
 * twice. Thrown by `compose` for what it can see at once, and by `content` for what only the octets tell.
 */
export class ComposeError extends Error {
  override readonly name: string = 'ComposeError'
  readonly code = 'ERR_COMPOSE'
  /** The option or header at fault: `subject`, `attachments[0].filename`, `headers.X-Tag`, `To`. */
  readonly field: string

  constructor(field: string, reason: string, options?: ErrorOptions) {
    super(`${field}: ${reason}`, options)
    this.field = field
  }
}

/** A message larger than `maxSize`. Nothing that a message contains makes `parse` throw; only its size does. */
export class ParseError extends Error {
  override readonly name: string = 'ParseError'
  readonly code = 'ERR_PARSE_LIMIT'
  /** The limit that was crossed, in octets. */
  readonly limit: number

  constructor(limit: number) {
    super(`the message is longer than ${limit} octets; pass a larger maxSize to parse it`)
    this.limit = limit
  }
}
