import type { Readable } from 'node:stream'
import { ArgumentError } from './errors.ts'
import { FilePieces } from './file-pieces.ts'
import { asBuffer } from './text.ts'

/** Everything that can go out. Text is sent as UTF-8. */
export type Source =
  | string
  | Uint8Array
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | { readonly path: string /** octets to leave out at its beginning */; readonly start?: number }

/** octets of one piece of a Blob */
const readSize = 256 * 1024

/** A source, piece by piece. */
export interface Pieces extends AsyncIterableIterator<Uint8Array, void, undefined> {
  next(): Promise<IteratorResult<Uint8Array, void>>
  return(): Promise<IteratorResult<Uint8Array, void>>
  /** Its reader may say that a piece is no longer needed: its memory is used again then. */
  recycle?(piece: Uint8Array): void
}

/** A source as pieces of octets. */
export function pieces(source: Source): Pieces {
  checkSource(source)
  if (source instanceof FilePieces)
    return source
    // a stream that fails before it is read ends the process where nobody listens; whoever reads it is told
  ;(source as Partial<Readable>).on?.('error', () => {})
  // a stream of Node's that reads a file has a path too
  if (typeof source === 'object' && 'path' in source && !(Symbol.asyncIterator in source))
    return new FilePieces(source.path, source.start)
  return inPieces(source as Exclude<Source, { readonly path: string }>)
}

async function* inPieces(
  source: Exclude<Source, { readonly path: string }>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof source === 'string') yield Buffer.from(source)
  else if (source instanceof Uint8Array) yield source
  else if (source instanceof Blob) yield* blobPieces(source)
  else yield* octets(source as AsyncIterable<Uint8Array | string>)
}

/** How many octets a source has, where that can be known without reading it. */
export async function sizeOf(source: Source): Promise<number | undefined> {
  checkSource(source)
  if (typeof source === 'string') return Buffer.byteLength(source)
  if (source instanceof Uint8Array) return source.byteLength
  if (source instanceof Blob) return source.size
  if (Symbol.asyncIterator in source || 'getReader' in source) return undefined
  const { stat } = await import('node:fs/promises')
  const found = await stat(source.path)
  return found.isFile() ? Math.max(0, found.size - (source.start ?? 0)) : undefined
}

function checkSource(source: Source): void {
  if (typeof source === 'string') return
  const given: unknown = source
  if (typeof given === 'object' && given !== null) {
    if (given instanceof Uint8Array || given instanceof Blob) return
    if (Symbol.asyncIterator in given || 'getReader' in given) return
    if ('path' in given && typeof given.path === 'string') return
  }
  throw new ArgumentError('a source is text, octets, a Blob, a stream, an async iterable or { path }')
}

async function* octets(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of source) {
    if (typeof piece === 'string') yield Buffer.from(piece)
    else if (piece instanceof Uint8Array) yield piece
    else throw new ArgumentError(`a source must give octets or text, not ${typeof piece}`)
  }
}

async function* blobPieces(blob: Blob): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < blob.size; at += readSize)
    yield asBuffer(new Uint8Array(await blob.slice(at, at + readSize).arrayBuffer()))
}
