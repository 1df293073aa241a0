import { FetchData } from './response/fetch.ts'
import type { ParseError } from './response/parse-error.ts'
import type { Segments } from './response/segments.ts'

/** Untagged data that follows no grammar. */
export interface Unreadable {
  /** `SEARCH`, `LIST` … */
  readonly type: string
  readonly error: ParseError
}

/**
 * What can be saved of a response that cannot be parsed. A FETCH keeps its message, with all of it malformed: one
 * hostile message must not hide the others. Undefined when it was not even untagged.
 */
export function unreadable(segments: Segments, error: ParseError): Unreadable | FetchData | undefined {
  const raw = Buffer.isBuffer(segments) ? segments : Buffer.concat(segments.pieces)
  const text = raw.toString('latin1', 0, Math.min(raw.length, 4096))
  const [, number, type] = /^\0*\* +(?:(\d{1,10}) +)?([A-Za-z][\w-]*)/.exec(text) ?? []
  if (type === undefined) return undefined
  if (type.toUpperCase() !== 'FETCH' || number === undefined) return { type: type.toUpperCase(), error }
  const data = new FetchData(Number(number))
  const uid = /[( ]UID (\d{1,10})[ )]/i.exec(text)?.[1]
  if (uid !== undefined) data.uid = Number(uid)
  data.malformed = [{ malformed: true, item: 'FETCH', raw, reason: error.message }]
  return data
}
