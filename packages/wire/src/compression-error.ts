import { ReplyError } from './errors.ts'

/**
 * The connection is not compressed, for the server declined; or it is compressed already, and what was asked for is
 * not possible any more (`ERR_COMPRESSED`; nothing was written then).
 */
export class CompressionError extends ReplyError {
  /** @internal */
  static override readonly kind: string = 'CompressionError'
}

/**
 * Asked before what must not follow COMPRESS: a second COMPRESS, STARTTLS, in NNTP a login. RFC 8054 §2.2.2
 * @throws {CompressionError} ERR_COMPRESSED
 */
export function beforeCompression(engine: { readonly compressed: boolean }, command: string): void {
  if (!engine.compressed) return
  const text = 'the connection is compressed, and this comes before compress()'
  throw new CompressionError({ command, code: 'ERR_COMPRESSED', text })
}
