import { type Pieces, pieces, type Source } from '@linewire/wire'
import { through } from './through.ts'

/** A source as pieces of octets. Who leaves them tells a stream or an iterable at once, though its next piece is awaited. */
export function outgoingOctets(source: Source): Pieces {
  const given = flowing(source)
  return given ? through(given, pieces) : pieces(source)
}

/** What gives its pieces when it likes; a file is read when it is asked. */
function flowing(source: Source): AsyncIterable<Uint8Array | string> | undefined {
  if (typeof source !== 'object' || source === null || source instanceof Blob || 'recycle' in source) return undefined
  if ('getReader' in source) return webPieces(source)
  if (!(Symbol.asyncIterator in source)) return undefined
  return 'destroy' in source ? nodePieces(source) : source
}

/** A web stream: its own iterator is not left before its next piece has come. */
const webPieces = (stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => {
    const reader = stream.getReader()
    return {
      next: async () => {
        const read = await reader.read()
        if (read.done) reader.releaseLock()
        return read as IteratorResult<Uint8Array>
      },
      return: async () => {
        await reader.cancel()
        reader.releaseLock()
        return { value: undefined, done: true }
      },
    }
  },
})

/** A stream of Node's: the same. */
function nodePieces<T>(stream: AsyncIterable<T> & { destroy?: unknown; on?: unknown }): AsyncIterable<T> {
  const { on, destroy } = stream
  // it may fail before anybody reads it: whoever does is told
  if (typeof on === 'function') on.call(stream, 'error', () => {})
  return {
    [Symbol.asyncIterator]: () => {
      const iterator = stream[Symbol.asyncIterator]()
      return {
        next: () => iterator.next(),
        return: async () => {
          if (typeof destroy === 'function') destroy.call(stream)
          return { value: undefined, done: true }
        },
      }
    },
  }
}
