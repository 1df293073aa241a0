import { Buffer } from 'node:buffer'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

/** Where octets come from. A string is UTF-8; `{ path }` is the only form that touches the file system. */
export type ContentSource =
  | string
  | Uint8Array
  | Blob
  | Readable
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | { readonly path: string }

export interface Content {
  /** Whether `open` may be called again: false for streams. */
  readonly repeatable: boolean
  /** The octets from the start, in chunks of at most 64 KiB where the source lies in memory. */
  open(): AsyncIterable<Uint8Array>
}

/** Makes the error of whoever asks: `compose` and `parse` each have their own. */
export type Refuse = (reason: string, cause?: unknown) => Error

const SLICE = 64 * 1024

/**
 * Looks at a source without reading it. Throws what `refuse` makes: at once for a value that is no source, later when
 * a stream is read a second time, when a file cannot be read, and when a stream yields something else than octets.
 * An error of the stream itself is passed on.
 */
export const contentOf = (source: ContentSource, refuse: Refuse): Content => {
  if (typeof source === 'string') return { repeatable: true, open: () => slices(Buffer.from(source)) }
  if (source instanceof Uint8Array) return { repeatable: true, open: () => slices(source) }
  if (source instanceof Blob) return { repeatable: true, open: () => chunks(source.stream(), refuse) }
  if (isPath(source)) return { repeatable: true, open: () => file(source.path, refuse) }
  if (typeof source === 'object' && source !== null && Symbol.asyncIterator in source) return oneShot(source, refuse)
  throw refuse('is not a string, Uint8Array, Blob, stream, async iterable or { path }')
}

/** A file by name, and not an open stream that happens to know its path. */
export const isPath = (source: ContentSource): source is { readonly path: string } =>
  typeof source === 'object' &&
  source !== null &&
  'path' in source &&
  typeof source.path === 'string' &&
  !(Symbol.asyncIterator in source)

const oneShot = (stream: AsyncIterable<Uint8Array>, refuse: Refuse): Content => {
  let used = false
  const open = (): AsyncIterable<Uint8Array> => {
    if (used) throw refuse('a stream can be read once; give octets, a Blob or { path } to send again')
    used = true
    return chunks(stream, refuse)
  }
  return { repeatable: false, open }
}

/** Octets in chunks, for the encoders make a string of each chunk: 100 MB at once would need several times that. */
export async function* slices(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += SLICE) yield octets.subarray(at, at + SLICE)
}

async function* chunks(stream: AsyncIterable<unknown>, refuse: Refuse): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    // a Readable with an encoding yields strings
    const octets = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    if (!(octets instanceof Uint8Array)) throw refuse('the stream yields something else than octets')
    yield* slices(octets)
  }
}

async function* file(path: string, refuse: Refuse): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: SLICE })
  } catch (cause) {
    throw refuse(cause instanceof Error ? cause.message : 'the file cannot be read', cause)
  }
}
