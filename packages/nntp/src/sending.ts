import {
  ConnectionError,
  dotStuffed,
  messageOf,
  pieces,
  type Script,
  type Source,
  type Talk,
  until,
} from '@linewire/wire'

/** An article on its way out, its first octets read: a source that cannot be read fails before anything is sent. */
export interface Outgoing extends AsyncIterable<Uint8Array> {
  /** Lets go of the source, sent or not. */
  close(): void
}

/** Reads the first piece of a source; the rest when it is sent. */
export async function opened(source: Source): Promise<Outgoing> {
  const rest = pieces(source)
  const first = await rest.next()
  let closed = false
  return {
    async *[Symbol.asyncIterator]() {
      // half an article must not look like a whole one
      if (closed) throw new ConnectionError('the article was let go of before it went out', 'ERR_ABORTED')
      if (!first.done) yield first.value
      yield* rest
    },
    close() {
      closed = true
      // a source that hangs in its read would hold its caller here
      rest.return().catch(() => {})
    },
  }
}

/** Sends an article, dots doubled. RFC 3977 §3.1.1. Half an article cannot be taken back: the connection goes. */
export function* sendArticle(io: Talk, article: Outgoing): Script<void> {
  try {
    yield* until(io.output.send(dotStuffed(article)))
  } catch (error) {
    if (error instanceof ConnectionError) throw error
    const message = `${io.name}: the article could not be sent whole: ${messageOf(error)}`
    throw new ConnectionError(message, 'ERR_CONNECTION', { cause: error })
  }
}
